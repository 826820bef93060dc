import { readFileSync } from 'node:fs';
import { FOR_EVER } from '../database/turn.ts';
import { turnOf } from '../visits/drafts/store.ts';
import { BENCH_READER, BENCH_SCHOOL } from './stage.ts';

// What the opponent reads and writes, the same on both databases.

export interface Statement {
  name: string;
  args: Record<string, string | number>;
}

/** Statements and bytes of a page as the service itself ran and sent them, by the page's address. */
export type Recording = Record<string, { statements: Statement[]; html: string }>;

export interface BareDatabase {
  /** Makes ready what can be; the answer runs the statements one after the other. */
  prepare(statements: Statement[]): () => Promise<void>;
  insertAudit(values: AuditValues): Promise<void>;
  saveByKnex(rows: SaveRows): Promise<void>;
  saveByHand(rows: SaveRows): Promise<void>;
}

export const AUDIT_COLUMNS = [
  ...['chain', 'seq', 'at', 'actor', 'event', 'outcome', 'reason', 'student', 'subject', 'request', 'key_id'],
  ...['prev', 'mac'],
];
export const DRAFT_COLUMNS = ['id', 'kind', 'revision', 'key_id', 'sealed', 'updated_at'];
export type AuditValues = (string | number | null)[];

export function readRecording(script: string): Recording {
  return (JSON.parse(readFileSync(script, 'utf8')) as { recorded: Recording }).recorded;
}

const chain = `bare-${process.pid}-${Date.now().toString(36)}`;
const mac = 'x'.repeat(44);
let seq = 0;

export function audit(event: string, student: number, now: string): AuditValues {
  return [
    ...[chain, ++seq, now, BENCH_READER, event, 'allowed', 'ROLE_AT_SCHOOL', student, null],
    ...['00000000-0000-0000-0000-000000000000', 'a1', mac, mac],
  ];
}

export type SaveRows = ReturnType<typeof rowsOf>;

/** What the transaction holds before it writes: the turn of a form without a draft, and the draft that might be there. */
export interface Held {
  turn: { bucket: string; window_start: string };
  draft: { author: number; form_key: string };
}

const heldBy = (form_key: string): Held => ({
  turn: { bucket: turnOf(form_key), window_start: FOR_EVER },
  draft: { author: BENCH_READER, form_key },
});

/** The rows of one saved visit, what is read before, and its audit row. */
export function rowsOf(form: Record<string, string>, at: { student: number; today: string; now: string }) {
  const { student, today, now } = at;
  const who = { reader: BENCH_READER, now };
  const groups = { sex: 'F', grade_band: '6-8', race: 'W', is_el: 0, is_swd: 0, is_504: 0, is_econ: 0 };
  const reads: Statement[] = [
    { name: 'visits/of-form', args: { ...who, form_key: form.form_key as string } },
    { name: 'students/enrolled-on', args: { ...who, student, day: today } },
    { name: 'students/groups-of', args: { ...who, student } },
  ];
  const visit = {
    ...{ form_key: form.form_key as string, visit_date: today, visit_month: today.slice(0, 7) },
    ...{ school_year: schoolYear(today), school_id: BENCH_SCHOOL, start_min: null, end_min: null },
    ...{ minutes: Number(form.minutes), purpose: form.purpose as string, purpose_text: null, sensitive: 0 },
    ...{ visit_type: 'WALKIN', initiator: 'STUDENT', setting: 'OFFICE', modality: 'IN_PERSON', disposition: 'CLASS' },
    ...{ follow_up: null, author: BENCH_READER, author_title: 'School counselor', created_at: now, revision: 1 },
  };
  return {
    reads,
    held: heldBy(form.form_key as string),
    visit,
    student: { student_dcid: student, visit_date: today, grade_level: 7, ...groups },
    service: { line_no: 1, service: form.service_1 as string, tier: 2 },
    audit: audit('VISIT_ADDED', student, now),
  };
}

function schoolYear(day: string): string {
  const start = Number(day.slice(0, 4)) - (day.slice(5, 7) < '07' ? 1 : 0);
  return `${start}-${start + 1}`;
}
