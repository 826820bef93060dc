import type { KeyRing } from '../../access/keys.ts';
import type { Reader, Tx } from '../../database/connect.ts';
import { takeTurn } from '../../database/turn.ts';
import { pausesText, readPauses } from './pauses.ts';
import { type DraftContent, openDraft, sealDraft } from './sealing.ts';
import type { Timer } from './timer.ts';

export interface StoredDraft {
  id: number;
  formKey: string;
  kind: string;
  student: number | null;
  timer: Timer | null;
  /** Counts what was written. */
  revision: number;
  /** undefined: its key is not at hand. */
  content: DraftContent | undefined;
  updatedAt: string;
}

/** A draft as its author's lists show it. */
export interface ListedDraft extends StoredDraft {
  studentName: string | null;
  grade: number | null;
  school: string | null;
  /** It is about a student whom the author can no longer open. */
  isOutOfReach: boolean;
}

interface Row {
  id: number;
  form_key: string;
  kind: string;
  started_at: string | null;
  resumed_at: string | null;
  stopped_at: string | null;
  earlier_min: number;
  pauses: string | null;
  revision: number;
  key_id: string;
  sealed: string;
  updated_at: string;
}

interface ListRow extends Row {
  student: number | null;
  student_name: string | null;
  grade_level: number | null;
  school_name: string | null;
  is_out_of_reach: boolean;
}

/** The reader's own drafts, the latest first; one alone when a form is named. */
export async function readDrafts(
  source: Reader,
  asked: { reader: number; now: string },
  keys: KeyRing,
  formKey = '',
): Promise<ListedDraft[]> {
  const rows = await source.run<ListRow>('visits/drafts', { ...asked, form_key: formKey });
  return rows.map((row) => ({
    ...storedOf(row, row.student, asked.reader, keys),
    studentName: row.student_name,
    grade: row.grade_level,
    school: row.school_name,
    isOutOfReach: row.is_out_of_reach,
  }));
}

/** The draft as it stands, held until the transaction ends. */
export async function lockDraft(
  tx: Tx,
  author: number,
  formKey: string,
  keys: KeyRing,
): Promise<StoredDraft | undefined> {
  const [row] = (await tx
    .knex('u_ssp_draft')
    .where({ author, form_key: formKey })
    .forUpdate()
    .select(
      ...['id', 'form_key', 'kind', 'student_dcid', 'started_at', 'resumed_at', 'stopped_at', 'earlier_min'],
      ...['pauses', 'revision', 'key_id', 'sealed', 'updated_at'],
    )) as (Row & { student_dcid: number | null })[];
  return row && storedOf(row, row.student_dcid, author, keys);
}

/**
 * The same where there was none: nobody begins a draft of this form, or saves it, until the transaction ends, which is one of
 * `mayTakeTurns`. A row that somebody else has not committed yet would not be seen on every database.
 */
export async function holdForm(
  tx: Tx,
  author: number,
  formKey: string,
  keys: KeyRing,
): Promise<StoredDraft | undefined> {
  await takeTurn(tx, turnOf(formKey));
  return lockDraft(tx, author, formKey, keys);
}

/** Under which name a form without a draft is held: one of a few thousand, so that hardly anybody waits for another form. */
export const turnOf = (formKey: string): string => `form:${formKey.slice(0, 3)}`;

function storedOf(row: Row, student: number | null, author: number, keys: KeyRing): StoredDraft {
  return {
    id: row.id,
    formKey: row.form_key,
    kind: row.kind,
    student,
    timer: timerOf(row),
    revision: row.revision,
    content: openDraft(row, author, row.form_key, keys),
    updatedAt: row.updated_at,
  };
}

function timerOf({ started_at, resumed_at, stopped_at, earlier_min, pauses }: Row): Timer | null {
  if (started_at === null) return null;
  const times = { startedAt: started_at, resumedAt: resumed_at, stoppedAt: stopped_at };
  return { ...times, earlierMin: earlier_min, pauses: readPauses(pauses) };
}

export interface DraftWriting {
  content: DraftContent;
  timer: Timer | null;
  revision: number;
  now: string;
}

/** A new draft of a form that the transaction holds. */
export async function insertDraft(
  tx: Tx,
  about: { author: number; formKey: string; kind: string; student: number | null },
  writing: DraftWriting,
  keys: KeyRing,
): Promise<void> {
  await tx.knex('u_ssp_draft').insert({
    author: about.author,
    form_key: about.formKey,
    kind: about.kind,
    student_dcid: about.student,
    ...columnsOf(writing, about.author, about.formKey, keys),
    created_at: writing.now,
  });
}

/** Writes over a draft that the transaction holds. */
export async function updateDraft(
  tx: Tx,
  author: number,
  draft: StoredDraft,
  writing: DraftWriting,
  keys: KeyRing,
): Promise<void> {
  await tx
    .knex('u_ssp_draft')
    .where({ id: draft.id })
    .update(columnsOf(writing, author, draft.formKey, keys));
}

/** The timer alone: what is written stays as it is, whoever writes it. */
export async function updateTimer(tx: Tx, draft: StoredDraft, timer: Timer, now: string): Promise<void> {
  await tx
    .knex('u_ssp_draft')
    .where({ id: draft.id })
    .update({ ...timerColumns(timer), updated_at: now });
}

export async function deleteDraft(tx: Tx, draft: { id: number }): Promise<void> {
  await tx.knex('u_ssp_draft').where({ id: draft.id }).del();
}

/** Was a visit saved from this form? */
export async function isSaved(tx: Tx, author: number, formKey: string): Promise<boolean> {
  const rows = await tx.knex('u_ssp_visit').where({ author, form_key: formKey }).forUpdate().select('id');
  return rows.length > 0;
}

function columnsOf({ content, timer, revision, now }: DraftWriting, author: number, formKey: string, keys: KeyRing) {
  return { ...timerColumns(timer), revision, ...sealDraft(content, author, formKey, keys), updated_at: now };
}

function timerColumns(timer: Timer | null) {
  return {
    started_at: timer?.startedAt ?? null,
    resumed_at: timer?.resumedAt ?? null,
    stopped_at: timer?.stoppedAt ?? null,
    earlier_min: timer?.earlierMin ?? 0,
    pauses: pausesText(timer?.pauses ?? []),
  };
}
