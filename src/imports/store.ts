import { createHash } from 'node:crypto';
import type { KeyRing } from '../access/keys.ts';
import type { CodeBook } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import { inParts, insertMany } from '../database/parts.ts';
import { schoolYear } from '../students/facts.ts';
import { sealNote } from '../visits/sealing.ts';
import * as say from '../words/index.ts';
import { CODED, CODED_NAMES } from './mapping.ts';
import type { Author, Enrolled } from './people.ts';
import type { OldEntry } from './row.ts';

/** An old entry of which everything is known. */
export interface Ready {
  entry: OldEntry;
  enrolled: Enrolled;
  author: Author;
}

export interface Writing {
  importId: number;
  now: string;
  noteKeys: KeyRing;
  codes: CodeBook;
}

/** Writes the visits with their rows; the number of each, in the order of the entries. */
export async function insertImported(tx: Tx, ready: readonly Ready[], writing: Writing): Promise<number[]> {
  const rows = ready.map((one) => visitRow(one, writing));
  const made = new Map<string, number>();
  await inParts(rows, async (part) => {
    const inserted = (await tx.knex('u_ssp_visit').insert(part).returning(['id', 'form_key'])) as Made[];
    for (const { id, form_key } of inserted) made.set(form_key, id);
  });
  const ids = rows.map(({ form_key }) => made.get(form_key) as number);
  const each = <T>(rowOf: (one: Ready, visit_id: number) => T) => ready.map((one, at) => rowOf(one, ids[at] as number));

  const tables: [string, object[]][] = [
    ['u_ssp_visit_student', each(studentRow)],
    ['u_ssp_visit_service', each((one, visit_id) => serviceRow(one, visit_id, writing.codes))],
    ['u_ssp_visit_note', each((one, visit_id) => noteRow(one, visit_id, writing)).filter((row) => row !== undefined)],
    ['u_ssp_visit_code', each((one, visit_id) => localRows(one, visit_id, writing.codes)).flat()],
    [
      'u_ssp_imported',
      each(({ entry }, visit_id) => ({ import_id: writing.importId, visit_id, source_key: entry.key, released: 0 })),
    ],
  ];
  for (const [table, all] of tables) await insertMany(tx.knex, table, all);
  return ids;
}

interface Made {
  id: number;
  form_key: string;
}

function visitRow({ entry, enrolled, author }: Ready, { importId, now, codes }: Writing) {
  const { day, codes: chosen } = entry;
  return {
    // No form has such a key. It is another one when the row is imported anew.
    form_key: createHash('sha256').update(`${importId} ${entry.key}`).digest('hex').slice(0, 36),
    visit_date: day,
    visit_month: day.slice(0, 7),
    school_year: schoolYear(day),
    school_id: enrolled.schoolId,
    start_min: entry.startMin,
    end_min: entry.endMin,
    minutes: entry.minutes,
    purpose: codes.standard('PURPOSE', chosen.purpose),
    sensitive: codes.isSensitive(chosen.purpose),
    visit_type: codes.standard('VISIT_TYPE', chosen.visitType),
    initiator: codes.standard('INITIATOR', chosen.initiator),
    setting: codes.standard('SETTING', chosen.setting),
    modality: codes.standard('MODALITY', chosen.modality),
    disposition: codes.standard('DISPOSITION', chosen.disposition),
    author: author.dcid,
    author_title: author.title,
    created_at: now,
    revision: 1,
  };
}

function studentRow({ entry, enrolled }: Ready, visit_id: number) {
  const { dcid, gradeLevel, groups } = enrolled;
  return { visit_id, student_dcid: dcid, visit_date: entry.day, grade_level: gradeLevel, ...groups };
}

function serviceRow({ entry }: Ready, visit_id: number, codes: CodeBook) {
  const { service } = entry.codes;
  return { visit_id, line_no: 1, service: codes.standard('SERVICE', service), tier: codes.defaultTier(service) };
}

function noteRow({ entry, enrolled }: Ready, visit_id: number, { noteKeys, codes, now }: Writing) {
  if (entry.note === null) return undefined;
  // The same rule as on the page: some purposes are nobody's business but the author's.
  const restricted = entry.restricted || codes.find('PURPOSE', entry.codes.purpose)?.restricted === true;
  return {
    visit_id,
    student_dcid: enrolled.dcid,
    restricted,
    restricted_at: restricted ? now : null,
    restricted_why: restricted ? say.imports.restrictedWhy : null,
    ...sealNote(entry.note, { visit: visit_id, student: enrolled.dcid }, noteKeys),
  };
}

function localRows({ entry }: Ready, visit_id: number, codes: CodeBook) {
  return CODED_NAMES.flatMap((name) => {
    const { set } = CODED[name];
    const code = entry.codes[name];
    return codes.local(set, code) ? [{ visit_id, code_set: set, line_no: name === 'service' ? 1 : 0, code }] : [];
  });
}
