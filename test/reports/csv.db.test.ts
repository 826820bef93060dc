import { codeSet } from '../../src/codes/service.ts';
import { VISITS_COLUMNS, visitsCsv, visitsFileName } from '../../src/reports/csv.ts';
import { argumentsOf } from '../../src/reports/store.ts';
import { makeSmall, NORTH, READER, type Small, SOUTH, selection } from './small.ts';

const HEADING = 'school_id,school,month,purpose,service,tier,visits,students,minutes,purpose_code,service_code\n';

let small: Small;
afterEach(() => small.close());

async function file(changes = {}): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const block of visitsCsv(small.database, argumentsOf(selection(changes)))) parts.push(block);
  return Buffer.concat(parts).toString('utf8');
}

describe('the file of visits', () => {
  it('holds every line, whole: dangerous and odd texts too', async () => {
    small = await makeSmall({ [NORTH]: '=HYPERLINK("http://x","Ñorth, "&A1)\nSchool', [SOUTH]: '+South' });
    await small.visit({
      day: '2026-09-30',
      students: [1, 2],
      minutes: 30,
      lines: [
        ['IND_COUNS', 2],
        ['CASE_MGMT', null],
      ],
    });
    await small.visit({ day: '2026-10-01', students: [1], minutes: 0, purpose: 'HLT_HABIT', lines: [['CALMING', 1]] });
    await small.visit({ day: '2026-10-02', students: [1], minutes: 7, purpose: '@SUM(1,2)', lines: [['-1+"x"', 3]] });
    await small.visit({ day: '2026-10-02', school: SOUTH, minutes: 5, purpose: 'UNK', lines: [] });
    await small.visit({ day: '2026-10-02', school: SOUTH, voided: true });
    const north = `101,"'=HYPERLINK(""http://x"",""Ñorth, ""&A1)\nSchool"`;
    expect(await file()).toBe(
      HEADING +
        `${north},2026-09,Academic performance,"Case management, care coordination",,1,2,0,ACA_PERF,CASE_MGMT\n` +
        `${north},2026-09,Academic performance,Individual counseling,2,1,2,30,ACA_PERF,IND_COUNS\n` +
        `${north},2026-10,"'@SUM(1,2)","'-1+""x""",3,1,1,7,"'@SUM(1,2)","'-1+""x"""\n` +
        `${north},2026-10,"Sleep, eating, hygiene",Reset or de-escalation,1,1,1,0,HLT_HABIT,CALMING\n` +
        `102,'+South,2026-10,Not recorded,,,1,1,5,UNK,\n`,
    );
  });

  it('has its heading also when there is nothing beneath', async () => {
    small = await makeSmall();
    expect(await file()).toBe(HEADING);
  });

  it('goes by the month of the visit, from the first day of a month to the last', async () => {
    small = await makeSmall();
    for (const day of ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01']) await small.visit({ day, minutes: 1 });
    const months = (await file())
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').filter((_, at) => at === 2 || at === 6));
    expect(months).toEqual([
      ['2026-10', '1'],
      ['2026-11', '2'],
      ['2026-12', '1'],
    ]);
  });

  it('of one school holds nothing of the other, and is named by what it holds', async () => {
    small = await makeSmall();
    await small.visit({ school: NORTH });
    await small.visit({ school: SOUTH });
    const text = await file({ school: SOUTH });
    expect(text).toContain('South School');
    expect(text).not.toContain('North School');
    expect(visitsFileName(selection({ school: SOUTH }))).toBe('visits-2026-2027-Y-102.csv');
    expect(visitsFileName(selection())).toBe('visits-2026-2027-Y-all.csv');
  });

  it("holds nothing of somebody else's school", async () => {
    small = await makeSmall({}, [NORTH]);
    await small.scope(SOUTH, 'school_admin', undefined, READER + 1);
    await small.scope(SOUTH, 'support_staff');
    await small.visit({ school: NORTH });
    await small.visit({ school: SOUTH });
    const [, ...lines] = (await file()).trimEnd().split('\n');
    expect(lines).toEqual([expect.stringContaining('North School')]);
    expect(await file({ school: SOUTH })).toBe(HEADING);
  });

  it('can be left halfway, and the next one is whole', async () => {
    small = await makeSmall();
    await small.visit();
    for await (const _block of visitsCsv(small.database, argumentsOf(selection()))) break;
    expect((await file()).split('\n')).toHaveLength(3);
  });
});

describe('the query behind the file', () => {
  beforeEach(async () => {
    small = await makeSmall();
  });
  const query = () => small.database.queries.get('reports/visits-lines');

  it('gives the declared columns in their order', () => {
    const types = { int: /^int$/, month: /^varchar\(7\)$/, text: /^n?varchar/ };
    expect(query().columns.map(({ name }) => name)).toEqual(
      VISITS_COLUMNS.map(({ heading, column }) => column ?? heading),
    );
    for (const [at, { type }] of VISITS_COLUMNS.entries()) expect(query().columns[at]?.type).toMatch(types[type]);
  });

  it.each([
    ['PURPOSE', 'case v.purpose'],
    ['SERVICE', 'case l.service'],
  ] as const)('knows the label of every %s, and no other', (set, begin) => {
    const part = query().sql.split(begin)[1]?.split(' end ')[0] ?? '';
    const labels = [...part.matchAll(/when '(.+)' then '((?:[^']|'')+)'/g)].map(([, code, text]) => [
      code,
      text?.replaceAll("''", "'"),
    ]);
    expect(labels).toEqual(codeSet(set).map(({ code, label }) => [code, label]));
    // Other letters would need another kind of literal on SQL Server.
    expect(part).toMatch(/^[\x20-\x7e\n]+$/);
  });
});
