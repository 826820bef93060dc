import { label } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { lowerFirst, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import type { LocalCodes } from '../visits/local-codes.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';
import { STATUS_WORDS } from './actions.ts';
import { NEXT_STEPS } from './next.ts';
import { maySetOutcome, type OutcomeForm, outcomeForm, type SentOutcome } from './outcome-form.ts';
import { type FactKind, lastOf, present } from './pathway.ts';
import type { CardTarget, Milestone } from './rows.ts';
import { dueWhen, isServedSomeDay } from './words.ts';

export interface Card {
  targetId: number;
  provider: string;
  line: string;
  tone: 'waits' | 'going' | 'reached' | 'late' | 'ended';
  track: { segments: { x: number; width: number; done: boolean }[]; words: string };
  dates: string;
  next: { strong: string; text: string };
  outcome: OutcomeForm | null;
  /** What stands in the way of one that did not lead to service yet. */
  inTheWay: string;
  /** The referral's own page, for whoever may write in it. */
  url: string | null;
}

// The way from need to service, in the order of the track on the card.
const STEPS: readonly FactKind[] = ['M_IDENT', 'M_OFFER', 'M_CONSENT', 'M_SENT', 'M_ACCEPT', 'M_INIT', 'M_1MO'];
const WORDS = say.referrals.card;
const STEP_WORDS: Record<string, string> = WORDS.steps;

/** Everything about one student's referrals: the targets as they are, and as cards. */
export async function readReferrals(
  context: Context,
  student: number,
  locals: LocalCodes,
  sent?: SentOutcome,
): Promise<{ targets: CardTarget[]; cards: Card[]; milestones: Milestone[] }> {
  const who = { ...asking(readerOf(context), context.clock), student };
  const targets = await context.database.run<CardTarget>('referrals/for-student', who);
  if (targets.length === 0) return { targets, cards: [], milestones: [] };
  const milestones = await context.database.run<Milestone>('referrals/milestones', who);
  const barriers = await context.database.run<{ target_id: number; barrier: string }>('referrals/in-the-way', who);
  const day = today(context.clock);
  const mayChange = context.roles.includes('support_staff');
  const reader = readerOf(context);
  const whoHasIt = ({ next_owner, next_owner_name }: CardTarget) =>
    next_owner === null ? '' : ` · ${next_owner === reader ? say.visits.you : shortName(next_owner_name)}`;
  const cards = targets.map((target) => {
    const own = milestones.filter((m) => m.target_id === target.target_id);
    const card = cardOf(target, own, day, mayChange, whoHasIt, locals);
    const form = sent?.target === target.target_id ? sent : undefined;
    // What was typed stays, even where it cannot be saved.
    const hasForm = form !== undefined || (mayChange && maySetOutcome(context, target, own));
    const inTheWay = barriers
      .filter(({ target_id }) => target_id === target.target_id)
      .map(({ barrier }) => label('BARRIER', barrier));
    const isInTheWay = mayChange && (target.outcome === null || target.access !== 'YES');
    return {
      ...card,
      inTheWay: isInTheWay ? inTheWay.join(', ') : '',
      outcome: hasForm ? outcomeForm(target, own, day, form) : null,
    };
  });
  return { targets, cards, milestones };
}

function cardOf(
  target: CardTarget,
  milestones: Milestone[],
  day: string,
  mayChange: boolean,
  whoHasIt: (target: CardTarget) => string,
  locals: LocalCodes,
): Omit<Card, 'outcome' | 'inTheWay'> {
  // Of a referral that was opened again, what holds now. Each step for itself: offered is not consented, and some start before
  // the letter was sent.
  const now = present(
    milestones.map(({ round_no, happened_on, ...one }) => ({ ...one, on: happened_on, round: round_no })),
  );
  const done = STEPS.map((kind) => now.some((one) => one.kind === kind));
  return {
    targetId: target.target_id,
    // Need and provider tell what a visit was about: without the right to know that, there is the kind and the status.
    provider: mayChange ? target.provider : label('REF_TYPE', target.kind),
    line: [
      ...(mayChange
        ? [
            locals.words('REF_NEED', target.visit_id, 0, target.need, mayChange),
            label('REF_TYPE', target.kind).toLowerCase(),
          ]
        : []),
      WORDS.opened(shortDay(target.opened_on, day)),
    ].join(' · '),
    tone: toneOf(target, day),
    track: {
      segments: done.map((isDone, at) => segment(at, isDone)),
      words: WORDS.howFar(done.filter(Boolean).length, STEPS.length),
    },
    dates: datesOf(milestones, day),
    next: nextWords(target, lastOf(now, 'M_INIT')?.on ?? null, day, whoHasIt),
    url: mayChange ? `/referrals/${target.referral_id}#target-${target.target_id}` : null,
  };
}

// Drawn on a line of 100 units, with a gap between the steps.
function segment(at: number, done: boolean): { x: number; width: number; done: boolean } {
  const step = 100 / STEPS.length;
  return { x: Number((at * step).toFixed(2)), width: Number((step - 0.6).toFixed(2)), done };
}

function toneOf(target: CardTarget, day: string): Card['tone'] {
  if (target.outcome === null && target.next_due !== null && target.next_due < day) return 'late';
  if (target.outcome === null && target.first_service_on !== null) return 'going';
  if (target.access === 'YES') return 'reached';
  if (target.outcome !== null) return target.access === 'UNKNOWN' ? 'waits' : 'ended';
  return 'waits';
}

function datesOf(milestones: Milestone[], day: string): string {
  const words = milestones
    .filter((m) => m.kind in STEP_WORDS)
    .map((m) => `${STEP_WORDS[m.kind]} ${shortDay(m.happened_on, day)}`);
  const text = words.join(' · ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nextWords(
  target: CardTarget,
  servedSince: string | null,
  day: string,
  whoHasIt: (target: CardTarget) => string,
): Card['next'] {
  if (target.outcome === null) {
    const isServed = target.status === 'INITIATED' || target.status === 'ACTIVE_1M';
    const since = isServed && servedSince ? WORDS.since(shortDay(servedSince, day)) : '';
    const strong = isServed ? say.referrals.states.INITIATED : STATUS_WORDS[target.status];
    return { strong, text: `${since}${dueWords(target, day)}${whoHasIt(target)}` };
  }
  const outcome = label('REF_OUTCOME', target.outcome);
  if (target.access === 'YES') {
    const some = isServedSomeDay(target.outcome, target.days_to_service) ? WORDS.dayNotKnown : '';
    const after = target.days_to_service === null ? some : WORDS.after(target.days_to_service);
    return { strong: WORDS.access.YES, text: `${after} · ${outcome}` };
  }
  if (target.access === 'NO') return { strong: WORDS.access.NO, text: ` · ${outcome}` };
  if (target.access === 'EXCLUDED') return { strong: WORDS.access.EXCLUDED, text: ` · ${outcome}` };
  return { strong: WORDS.access.UNKNOWN, text: ` · ${outcome}` };
}

function dueWords({ next_step, next_due }: CardTarget, day: string): string {
  if (next_step === null || next_due === null) return '';
  const what = NEXT_STEPS[next_step];
  return WORDS.next(lowerFirst(what), dueWhen(next_due, day));
}
