import { label } from '../../codes/service.ts';
import { readReferrals } from '../../referrals/cards.ts';
import type { CardTarget, Milestone } from '../../referrals/rows.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { asking } from '../../students/facts.ts';
import type { LocalCodes } from '../local-codes.ts';
import type { RawVisit } from '../row.ts';
import type { PastFilter } from './filter.ts';

/** A referral as one line of the history. */
export interface PastReferral {
  day: string;
  provider: string;
  line: string;
  status: string;
}

export interface PastReferrals {
  lines: PastReferral[];
  /** What happened to them, for the days between the visits. */
  events: { targets: readonly CardTarget[]; milestones: readonly Milestone[] };
  /** Whom each visit referred to, for those who may know it. */
  providersOf: Map<number, string[]>;
}

// More visits than these are not looked through for the one that a referral came from.
const MOST_VISITS = 2000;

/** The student's referrals that the filter lets through, newest first. One that came from a visit goes with that visit. */
export async function pastReferrals(
  context: Context,
  student: number,
  filter: PastFilter,
  locals: LocalCodes,
): Promise<PastReferrals> {
  const { targets, cards, milestones } = await readReferrals(context, student, locals);
  const providersOf = new Map<number, string[]>();
  const full = context.roles.includes('support_staff');
  for (const { visit_id, provider } of targets)
    if (full && visit_id !== null) providersOf.set(visit_id, [...(providersOf.get(visit_id) ?? []), provider]);
  if (filter.kind === 'VISITS' || targets.length === 0)
    return { lines: [], events: { targets: [], milestones: [] }, providersOf };

  const { from_day = '', to_day = '9999-12-31', purpose, service, author } = filter.visits;
  const byVisit = purpose || service || author ? await visitsOf(context, student, filter) : undefined;
  const isIn = (on: string) => on >= from_day && on <= to_day;
  const isOfVisit = ({ visit_id }: CardTarget) => !byVisit || byVisit.has(visit_id ?? 0);
  const lines = targets.flatMap((target, at) => {
    const card = cards[at];
    if (!card || !isIn(target.opened_on) || !isOfVisit(target)) return [];
    const status = `${card.next.strong}${card.next.text}`;
    // Need and provider say what it was about; the card knows who may read that, and has the kind in their place.
    const need = full ? locals.words('REF_NEED', target.visit_id, 0, target.need, full) : null;
    const line = [need, full ? label('REF_TYPE', target.kind).toLowerCase() : null].filter((words) => words !== null);
    return [{ day: target.opened_on, provider: card.provider, line: line.join(' · '), status }];
  });
  const ids = new Set(targets.filter(isOfVisit).map(({ target_id }) => target_id));
  const inDays = milestones.filter(({ target_id, happened_on }) => ids.has(target_id) && isIn(happened_on));
  return { lines, events: { targets, milestones: inDays }, providersOf };
}

async function visitsOf(context: Context, student: number, { visits }: PastFilter): Promise<Set<number>> {
  // The referral may have been opened on another day than the visit was.
  const { from_day: _from, to_day: _to, ...rest } = visits;
  const asked = { ...asking(readerOf(context), context.clock), student, ...rest, take: MOST_VISITS };
  const found = await context.database.run<RawVisit>('visits/history', asked);
  return new Set(found.filter(({ voided_at }) => voided_at === null).map(({ visit_id }) => visit_id));
}
