import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Audit } from '../../src/access/audit.ts';
import { importLog, listImports, voidImported } from '../../src/imports/command.ts';
import { LEFT_OUT } from '../../src/imports/reasons.ts';
import { type Browser, makeApp, type TestApp, testConfig, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, joan, maya } from '../people.ts';

// Old log entries become visits, each once, whatever the file holds and however often it is run.

let test: TestDatabase;
let it_: TestApp;
let counselor: Browser;
let folder: string;
let numbers: Record<number, number>;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  counselor = await it_.as(ana);
  const students = await test.sis('Students').whereIn('DCID', [bruno.dcid, daniela.dcid, claire.dcid]);
  numbers = Object.fromEntries(students.map((one) => [one.DCID, one.Student_Number]));
});
afterAll(() => test.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MAPPING = {
  format: 1,
  source: 'Old log',
  id: 'DCID',
  student: 'Student',
  staff: { column: 'Teacher', by: 'number' },
  date: 'Date',
  time: { column: 'Time' },
  minutes: { column: 'Minutes', otherwise: 0 },
  purpose: { column: 'Category', codes: { Attendance: 'ACA_ATTEND', Sad: 'EMO_DEP', Abuse: 'SAF_ABUSE' } },
  note: { column: 'Entry' },
};
const HEADING = 'DCID,Student,Teacher,Date,Time,Minutes,Category,Entry';

let next = 1;
/** A row that holds, with what a test changes in it. */
function row(changes: Record<string, string> = {}): string {
  const cells: Record<string, string> = {
    ...{ DCID: `${next++}`, Student: `${numbers[bruno.dcid]}`, Teacher: `T${ana.reader}`, Date: '10/05/2026' },
    ...{ Time: '2:05 PM', Minutes: '25', Category: 'Attendance', Entry: 'an old note' },
    ...changes,
  };
  return HEADING.split(',')
    .map((name) => `"${(cells[name] ?? '').replaceAll('"', '""')}"`)
    .join(',');
}

interface Given {
  mapping?: object;
  heading?: string;
  dryRun?: boolean;
  content?: string | Buffer;
  signal?: AbortSignal;
}

async function run(
  rows: string[],
  { mapping = MAPPING, heading = HEADING, dryRun = false, content, signal }: Given = {},
) {
  const file = path.join(folder, 'log.csv');
  const map = path.join(folder, 'map.json');
  writeFileSync(file, content ?? [heading, ...rows, ''].join('\r\n'));
  writeFileSync(map, JSON.stringify(mapping, null, 2));
  const config = testConfig();
  const clock = it_.clock;
  const audit = new Audit(test.database, config.auditKeys, clock);
  const err = new PassThrough() as unknown as NodeJS.WriteStream;
  const out = path.join(folder, 'out');
  const said = await importLog({
    ...{ database: test.database, config, clock, audit, file, map, dryRun, out, err },
    ...(signal ? { signal } : {}),
  });
  const name = /^The list: (.*)$/m.exec(said.text)?.[1] as string;
  const id = Number(/^Import (\d+)\./.exec(said.text)?.[1]);
  return { ...said, id, list: existsSync(name) ? readFileSync(name, 'utf8') : '' };
}

const visitsOf = (id: number) =>
  test
    .owner('u_ssp_visit as v')
    .join('u_ssp_imported as i', 'i.visit_id', 'v.id')
    .where('i.import_id', id)
    .orderBy('v.id')
    .select('v.*', 'i.source_key', 'i.released');
const countVisits = async () => Number((await test.owner('u_ssp_visit').count({ n: '*' }))[0]?.n);

describe('an old entry', () => {
  it('becomes a visit with all its rows, a sealed note and an audit row', async () => {
    const { id, text } = await run([row()]);
    expect(text).toMatch(/1 rows read\n +1 imported\n +0 left out/);
    const [visit] = await visitsOf(id);
    expect(visit).toMatchObject({
      ...{ visit_date: '2026-10-05', visit_month: '2026-10', school_year: '2026-2027', school_id: 101 },
      ...{ start_min: 845, end_min: 870, minutes: 25, purpose: 'ACA_ATTEND', author: ana.reader },
      ...{ author_title: 'School counselor', disposition: 'NA', revision: 1 },
    });
    expect(await test.owner('u_ssp_visit_student').where({ visit_id: visit.id })).toMatchObject([
      { student_dcid: bruno.dcid, visit_date: '2026-10-05', grade_level: 6, grade_band: '6-8' },
    ]);
    expect(await test.owner('u_ssp_visit_service').where({ visit_id: visit.id })).toMatchObject([{ service: 'OTH' }]);
    const [note] = await test.owner('u_ssp_visit_note').where({ visit_id: visit.id });
    expect(note.sealed).not.toContain('old note');
    expect(
      await test.owner('u_ssp_audit').where({ event: 'VISIT_IMPORTED', student: bruno.dcid }).orderBy('id', 'desc'),
    ).toMatchObject([{ actor: null, reason: 'SYSTEM', subject: `log importer visit:${visit.id} import:${id}` }]);
  });

  it('stands in the history as imported, with its note for whoever may read it', async () => {
    const page = await counselor.get(`/students/${bruno.dcid}`);
    expect(page.text).toMatch(/You · imported<\/p>/);
    expect(page.text).toContain('an old note');
    expect((await (await it_.as(joan)).get(`/students/${bruno.dcid}`)).text).not.toContain('an old note');
  });

  it('is restricted where its purpose is, and where the mapping says so', async () => {
    const mapping = { ...MAPPING, note: { column: 'Entry', restrictWhen: { column: 'Time', is: ['9:00 AM'] } } };
    const { id } = await run([row({ Category: 'abuse' }), row({ Time: '9:00 AM' }), row()], { mapping });
    const notes = await test
      .owner('u_ssp_visit_note')
      .whereIn(
        'visit_id',
        (await visitsOf(id)).map((visit) => visit.id),
      )
      .orderBy('visit_id');
    expect(notes.map(({ restricted }) => Boolean(restricted))).toEqual([true, true, false]);
  });

  it('keeps accents, Arabic and lines as they are', async () => {
    const { id } = await run([
      row({ Entry: 'José, “ok”\nنص عربي 🙂', Student: `${numbers[claire.dcid]}`, Date: '11/10/2026' }),
    ]);
    expect(await visitsOf(id)).toHaveLength(1);
    const { text } = await counselor.post(`/students/${claire.dcid}/history/search`, { q: 'عربي' });
    expect(text).toContain('José, “ok”\nنص <mark>عربي</mark> 🙂');
  });

  it('of a day on which the clocks were changed keeps the time that was written', async () => {
    // Daniela was there in spring.
    const student = { Student: `${numbers[daniela.dcid]}` };
    const { id } = await run([
      row({ ...student, Date: '3/8/2026', Time: '2:30 AM', Minutes: '60' }),
      row({ ...student, Date: '11/1/2026', Time: '1:30 AM', Minutes: '60' }),
    ]);
    const times = (await visitsOf(id)).map((visit) => [visit.start_min, visit.end_min, visit.minutes]);
    expect(times).toEqual([
      [150, 210, 60],
      [90, 150, 60],
    ]);
  });

  it('with an unknown purpose is "Not recorded"; often seen ones are named for the mapping', async () => {
    const { id, text } = await run(
      Array.from({ length: 5 }, () => row({ Category: 'Bus duty' })).concat(row({ Category: 'J. Doe cried' })),
    );
    expect((await visitsOf(id)).map((visit) => visit.purpose)).toEqual(Array(6).fill('UNK'));
    expect(text).toContain('5   Bus duty');
    expect(text).not.toContain('cried');
  });
});

describe('rows that are left out', () => {
  it.each<[keyof typeof LEFT_OUT, Record<string, string>]>([
    ['STUDENT', { Student: '99999999' }],
    ['STUDENT', { Student: 'Silva' }],
    ['STAFF', { Teacher: 'T-nobody' }],
    ['STAFF', { Teacher: '' }],
    ['DATE', { Date: '31/12/2025' }],
    ['DATE', { Date: '1/1/1999' }],
    ['FUTURE', { Date: '11/21/2026' }],
    ['TIME', { Time: 'noon' }],
    ['TIME', { Time: '11:50 PM' }],
    ['MINUTES', { Minutes: '2000' }],
    ['MINUTES', { Minutes: '-1' }],
    ['NOTE', { Entry: 'lorem '.repeat(350_000) }],
    ['ENROLLED', { Date: '1/2/2001' }],
  ])('%s: %j', async (reason, changes) => {
    const before = await countVisits();
    const { list, text } = await run([row({ ...changes, Entry: changes.Entry ?? 'a secret' })]);
    expect(list).toBe(`row,reason,why\n2,${reason},"${LEFT_OUT[reason]}"\n`);
    expect(text).toContain(`1   ${reason}: `);
    expect(await countVisits()).toBe(before);
  });

  it('CELLS: one cell too many, beside rows that hold; the list says nothing of what a row says', async () => {
    const { list, id } = await run([
      row(),
      `${row()},"one, more"`,
      row({ Entry: 'two\nlines' }),
      row({ Teacher: 'Secret, Name' }),
    ]);
    expect(
      list
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(0, 2).join()),
    ).toEqual(['3,CELLS', '5,STAFF']);
    expect(list).not.toMatch(/Secret|Name|old note/);
    expect(await visitsOf(id)).toHaveLength(2);
  });

  it('SAME_ROW: the same number twice in one file', async () => {
    const { list, id } = await run([row({ DCID: 'twice' }), row({ DCID: 'twice', Minutes: '30' })]);
    expect(list).toContain('3,SAME_ROW');
    expect(await visitsOf(id)).toHaveLength(1);
  });
});

describe('run again', () => {
  it('doubles nothing, and takes what is new', async () => {
    const rows = [row(), row(), row()];
    await run(rows.slice(0, 2));
    const before = await countVisits();
    const { text, id } = await run(rows);
    expect(text).toMatch(/1 imported\n +2 imported before, and there still\n +0 left out/);
    expect(await countVisits()).toBe(before + 1);
    expect(await visitsOf(id)).toHaveLength(1);
  });

  it('knows rows without a number by student, staff, day, time, minutes and category', async () => {
    const { id: _id, ...mapping } = MAPPING;
    const rows = [row({ Date: '9/14/2026' }), row({ Date: '9/14/2026', Time: '9:00 AM' })];
    const first = await run(rows, { mapping });
    const again = await run(rows, { mapping });
    expect([(await visitsOf(first.id)).length, (await visitsOf(again.id)).length]).toEqual([2, 0]);
  });

  it('goes on after it was told to end: each batch is whole', async () => {
    const rows = Array.from({ length: 250 }, () => row());
    const end = new AbortController();
    end.abort();
    const first = await run(rows, { signal: end.signal });
    expect(first.ok).toBe(false);
    expect(await visitsOf(first.id)).toHaveLength(100);
    const second = await run(rows);
    expect(second.text).toMatch(/150 imported\n +100 imported before, and there still/);
    const imports = await test.owner('u_ssp_import').whereIn('id', [first.id, second.id]).orderBy('id');
    expect(imports.map(({ ended_at, rows_written }) => [ended_at !== null, rows_written])).toEqual([
      [false, 100],
      [true, 150],
    ]);
  });

  it('two at once write each row once', async () => {
    const rows = Array.from({ length: 120 }, () => row());
    const before = await countVisits();
    await Promise.all([run(rows), run(rows)]);
    expect(await countVisits()).toBe(before + 120);
  });

  it('writes nothing of a batch whose audit cannot be written', async () => {
    const before = await countVisits();
    const mend = await test.failInserts('u_ssp_imported');
    // In words without a value of the row, which a database's own message has.
    const said = await run([row()]).catch((thrown: Error) => thrown.message);
    expect(said).toMatch(/^The database refused it \([\w ]+\)\. What was written before stays; run it again\.$/);
    await mend();
    expect(await countVisits()).toBe(before);
  });
});

describe('a dry run', () => {
  it('says the same as the run itself, and writes nothing', async () => {
    const rows = [row(), row({ Student: '1' }), row({ DCID: 'd' }), row({ DCID: 'd' }), row({ Date: '11/30/2026' })];
    const before = [
      await countVisits(),
      (await test.owner('u_ssp_import')).length,
      (await test.owner('u_ssp_audit')).length,
    ];
    const dry = await run(rows, { dryRun: true });
    expect([
      await countVisits(),
      (await test.owner('u_ssp_import')).length,
      (await test.owner('u_ssp_audit')).length,
    ]).toEqual(before);
    const real = await run(rows);
    expect(dry.list).toBe(real.list);
    expect(dry.text.split('\n').slice(1, 6).join('\n').replace('would be ', '')).toBe(
      real.text.split('\n').slice(1, 6).join('\n'),
    );
  });
});

describe('a file that cannot be read is refused as a whole', () => {
  it.each<[string, Given, RegExp]>([
    ['semicolons', { heading: HEADING.replaceAll(',', ';') }, /separated by semicolons/],
    ['tabs', { heading: HEADING.replaceAll(',', '\t') }, /separated by tabs/],
    ['a missing column', { heading: HEADING.replace('Teacher', 'Staff') }, /no column Teacher/],
    [
      'a column twice',
      { heading: HEADING.replace('Entry', 'Date'), mapping: { ...MAPPING, note: undefined } },
      /two columns Date/,
    ],
    ['nothing below the heading', { content: `${HEADING}\n` }, /no rows/],
    ['nothing at all', { content: '' }, /no rows/],
    ['another encoding', { content: Buffer.from(`${HEADING}\nJosé`, 'latin1') }, /not UTF-8/],
    [
      'an unknown code',
      { mapping: { ...MAPPING, purpose: { codes: { a: 'NO_SUCH' } } } },
      /map\.json:\d+: “a” leads to NO_SUCH/,
    ],
    ['an unknown word in the mapping', { mapping: { ...MAPPING, notes: 'Entry' } }, /does not know "notes"/],
    ['a mapping without a student', { mapping: { ...MAPPING, student: undefined } }, /needs "student"/],
  ])('%s', async (_what, given, words) => {
    const before = (await test.owner('u_ssp_import')).length;
    await expect(run([row()], given)).rejects.toThrow(words);
    expect((await test.owner('u_ssp_import')).length).toBe(before);
  });

  it('a quote that is never closed, far down: nothing of the rows above is written', async () => {
    const before = await countVisits();
    await expect(run([...Array.from({ length: 150 }, () => row()), '"1'])).rejects.toThrow('Row 152 has a quote');
    expect(await countVisits()).toBe(before);
  });
});

describe('void', () => {
  const voidOf = (id: number, reason: string) => {
    const audit = new Audit(test.database, testConfig().auditKeys, it_.clock);
    const err = new PassThrough() as unknown as NodeJS.WriteStream;
    return voidImported({ database: test.database, clock: it_.clock, audit, id, reason, err });
  };

  it('voids everything of an import with the reason, save what was changed since; then it can be imported anew', async () => {
    const rows = Array.from({ length: 60 }, () => row());
    const { id } = await run(rows);
    const [changed] = await visitsOf(id);
    await test.owner('u_ssp_visit').where({ id: changed.id }).update({ revision: 2 });
    const { text } = await voidOf(id, 'wrong mapping');
    expect(text).toBe(
      `59 visits of import ${id} voided.\n1 changed by whoever wrote it, and left as it is: to be voided on the page.`,
    );
    const visits = await visitsOf(id);
    expect(visits.filter((visit) => visit.void_reason === 'wrong mapping')).toHaveLength(59);
    expect((await counselor.get(`/students/${bruno.dcid}/history`)).text).toContain(
      'by IT staff, with its import: wrong mapping',
    );
    expect((await voidOf(id, 'again')).text).toContain('0 visits');
    const anew = await run(rows);
    expect(anew.text).toMatch(/59 imported\n +1 imported before, and there still/);
    expect(await listImports(test.database, it_.clock)).toMatch(
      new RegExp(`^${anew.id}  11/20/2026  Old log: 59 imported, 0 left out, through\n${id}  .*, voided$`, 'm'),
    );
  });

  it('does not bring back what its author voided', async () => {
    const rows = [row()];
    const { id } = await run(rows);
    const [visit] = await visitsOf(id);
    expect((await counselor.post(`/visits/${visit.id}/void`, { reason: 'not mine' })).status).toBe(303);
    expect((await run(rows)).text).toContain('1 imported before, and there still');
  });

  it('wants an import and a reason', async () => {
    await expect(voidOf(999_999, 'x')).rejects.toThrow('There is no import 999999.');
    await expect(voidOf(1, ' ')).rejects.toThrow('Say why');
  });
});

it('is not what the next form begins with', async () => {
  const psychologist = await it_.as(maya);
  const form = visitForm({ service_1: 'ASSESS', date: '2026-10-01' });
  expect((await psychologist.post(`/students/${bruno.dcid}/visits`, form)).status).toBe(303);
  await run([row({ Teacher: `T${maya.reader}`, Date: '10/20/2026' })]);
  const { text } = await psychologist.get(`/students/${bruno.dcid}`);
  expect(text).toMatch(/id="service-1"[\s\S]*?<option value="ASSESS"[^>]* selected/);
});
