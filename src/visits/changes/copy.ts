import type { Context } from '../../server/context.ts';
import { auditEntry, readerOf } from '../../server/context.ts';
import { asking } from '../../students/facts.ts';
import type { VisitInput } from '../check.ts';
import { inputOf } from './content.ts';
import { mayChange } from './may-change.ts';
import { readState, type State } from './state.ts';

interface CopyReferral {
  kind: string;
  provider: string;
  need: string;
  urgency: string;
  location: string | null;
}

/** A voided visit of one's own, to be written once more; undefined for everybody else, and when it is not void. */
export async function stateToCopy(context: Context, visit: number, student?: number): Promise<State | undefined> {
  const asked = asking(readerOf(context), context.clock);
  const about = student ?? (await studentOf(context, visit));
  if (about === undefined) return undefined;
  const state = await readState(context.database, asked, visit, about, context.config.noteKeys);
  // What was noted about one of a group belongs to no other student: a student is taken out of it first.
  const isOne = state?.row.students === 1;
  return isOne && state.row.voided_at !== null && mayChange(state.row, asked.reader) ? state : undefined;
}

async function studentOf(context: Context, visit: number): Promise<number | undefined> {
  const asked = { ...asking(readerOf(context), context.clock), visit };
  return (await context.database.run<{ student: number }>('visits/change-students', asked))[0]?.student;
}

/**
 * The fields of a new form, filled with a voided visit and its referral. Not the student, and not whom the author named
 * for a restricted note. A restricted text that comes along was opened: that is audited about the student it was written
 * about.
 */
export async function copiedInput(context: Context, visit: number): Promise<VisitInput | undefined> {
  const from = await studentOf(context, visit);
  const state = from === undefined ? undefined : await stateToCopy(context, visit, from);
  if (!state || from === undefined) return undefined;
  if (state.content.restricted && state.content.note !== null) {
    const about = { actor: readerOf(context), student: from, subject: `visit:${visit}`, request: context.requestId };
    await context.parts.audit.record(auditEntry('RESTRICTED_NOTE_OPENED', 'allowed', 'AUTHOR', about));
  }
  return { ...inputOf(state.content, true), ...(await referralOf(context, visit)) };
}

async function referralOf(context: Context, visit: number): Promise<VisitInput> {
  const asked = { ...asking(readerOf(context), context.clock), visit };
  const targets = await context.database.run<CopyReferral>('visits/copy-referral', asked);
  const [first] = targets;
  if (!first) return {};
  const lines = await context.database.run<{ kind: string; code: string }>('visits/change-lines', asked);
  const of = (kind: string) => targets.find((target) => target.kind === kind)?.provider ?? '';
  return {
    referral_kind: targets.length > 1 ? '' : first.kind,
    referral_school: of('SCHOOL'),
    referral_agency: of('COMMUNITY'),
    need: lines.find(({ kind }) => kind === 'REF_NEED')?.code ?? first.need,
    urgency: first.urgency,
    location: first.location ?? '',
  };
}
