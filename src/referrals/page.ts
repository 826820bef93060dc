import { label } from '../codes/service.ts';
import { dayOf, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { type Fault, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import { shortName } from '../visits/names.ts';
import { type ActionName, actionsFor, STATUS_WORDS } from './actions.ts';
import { FITS, NO_INTERIM, PROGRESS, TOLD_BY, WAYS } from './check.ts';
import { NEXT_STEPS, type NextName } from './next.ts';
import { type Fact, type FactKind, pathwayOf, present, type Status } from './pathway.ts';
import { peopleAt } from './service.ts';
import { DONE_BY, type SentStep, stepForm } from './step-form.ts';

interface ReferralRow {
  referral_id: number;
  student: number;
  name: string;
  school_id: number;
  school_name: string;
  need: string;
  reason: string | null;
  urgency: string;
  location: string | null;
  opened_on: string;
  visit_id: number | null;
  chain_id: number | null;
  author: number;
  author_name: string | null;
  voided_at: string | null;
  void_reason: string | null;
}

interface TargetRow {
  target_id: number;
  kind: string;
  provider: string;
  status: Status;
  outcome: string | null;
  access: string | null;
  first_service_on: string | null;
  closed_on: string | null;
  revision: number;
  owner: number | null;
  owner_name: string | null;
  assignee: number | null;
  assignee_name: string | null;
  next_step: NextName | null;
  next_due: string | null;
  next_owner: number | null;
  next_owner_name: string | null;
}

interface FactRow {
  id: number;
  target_id: number;
  kind: FactKind;
  happened_on: string;
  round_no: number | null;
  outcome: string | null;
  due_on: string | null;
  is_active: boolean | null;
  fits: string | null;
  progress: string | null;
  told_by: string | null;
  detail: string | null;
  person: number | null;
  person_name: string | null;
  why: string | null;
  author: number;
  author_name: string | null;
  created_at: string;
  voided_at: string | null;
  void_reason: string | null;
}

export interface ReferralState {
  sent?: SentStep;
  /** What somebody else did first, at which target, and who has it. */
  told?: { target: number; text: string; takeOver: { name: string } | null };
  takingBack?: { target: number; fact: number; reason: string; faults: Fault[] };
  voiding?: { reason: string; faults: Fault[] };
  /** The step to be done stands open: one came from a list. */
  doing?: number;
  back?: string;
  flash?: string | null;
}

/** One referral: each provider who was asked, how far it got, what is next, and what can be done. */
export async function referralPage(context: Context, referral: number, state: ReferralState = {}): Promise<Answer> {
  const asked = { ...asking(readerOf(context), context.clock), referral };
  const [row] = await context.database.run<ReferralRow>('referrals/one', asked);
  if (!row) throw new AppError('NOT_FOUND');
  const day = today(context.clock);
  const targets = await context.database.run<TargetRow>('referrals/targets-of', asked);
  const facts = await context.database.run<FactRow>('referrals/facts', asked);
  const barriers = await context.database.run<{ target_id: number; barrier: string }>('referrals/barriers', asked);
  const codes = await codesOf(context);
  const people = await peopleAt(context, row.school_id);
  const isVoid = row.voided_at !== null;
  const faults = state.sent?.faults ?? state.takingBack?.faults ?? state.voiding?.faults ?? [];
  const open = targets.filter(({ status }) => status !== 'CLOSED');
  const first = open.toSorted((a, b) => ((a.next_due ?? '') < (b.next_due ?? '') ? -1 : 1))[0];
  return {
    page: 'referrals/page',
    title: 'Referral',
    flash: state.flash ?? null,
    ...(state.told ? { status: 409, reason: 'CHANGED_MEANWHILE' as const } : {}),
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      student: { name: row.name, url: `/students/${row.student}` },
      need: codes.label('REF_NEED', row.need),
      facts: [
        `opened ${shortDay(row.opened_on, day)} by ${who(context, row.author, row.author_name)}`,
        ...(row.reason ? [`because of: ${label('PURPOSE', row.reason).toLowerCase()}`] : []),
        ...(row.urgency === 'ROUTINE' ? [] : [label('URGENCY', row.urgency).toLowerCase()]),
        ...(row.location ? [label('REF_LOCATION', row.location).toLowerCase()] : []),
      ].join(' · '),
      chainUrl: row.chain_id === null ? null : `/referrals/${row.chain_id}`,
      voided: isVoid
        ? `Voided ${shortDay(dayOf(row.voided_at as string, context.clock), day)}: ${row.void_reason ?? ''}`
        : null,
      next: first && !isVoid ? nextWords(context, first, day) : null,
      familyUrl: `/students/${row.student}/family`,
      targets: targets.map((target) =>
        targetModel(context, { row, target, facts, barriers, people, isVoid, day, state, isFirst: target === first }),
      ),
      voiding: isVoid
        ? null
        : {
            action: `/referrals/${referral}/void`,
            open: state.voiding !== undefined,
            faults: state.voiding?.faults ?? [],
            reason: textFieldOf('reason', 'Reason', state.voiding?.reason ?? '', state.voiding?.faults ?? [], {
              maxlength: 200,
              required: true,
            }),
          },
    },
  };
}

interface TargetAround {
  row: ReferralRow;
  target: TargetRow;
  facts: FactRow[];
  barriers: { target_id: number; barrier: string }[];
  people: { person: number; name: string }[];
  isVoid: boolean;
  isFirst: boolean;
  day: string;
  state: ReferralState;
}

function targetModel(context: Context, around: TargetAround) {
  const { row, target, people, isVoid, day, state } = around;
  const id = target.target_id;
  const own = around.facts.filter((fact) => fact.target_id === id);
  const valid = own.filter((fact) => fact.voided_at === null).map(factOf);
  const path = pathwayOf(valid, row.opened_on);
  const due = target.next_step === null ? null : DONE_BY[target.next_step];
  const actions: ActionName[] = isVoid ? [] : actionsFor('staff', path.status, target.kind, valid);
  const forms = actions.map((step) =>
    stepForm(step, {
      ...{ target: id, day, openedOn: row.opened_on, people, sent: state.sent },
      ...{ open: state.doing === id && step === due, back: state.back ?? '' },
    }),
  );
  const told = state.told?.target === id ? state.told : undefined;
  return {
    id,
    provider: target.provider,
    line: [
      label('REF_TYPE', target.kind).toLowerCase(),
      ...(target.assignee === null ? [] : [`with ${who(context, target.assignee, target.assignee_name)}`]),
      ...(target.owner === null ? [] : [`followed by ${who(context, target.owner, target.owner_name)}`]),
    ].join(' · '),
    tone:
      path.status === 'CLOSED'
        ? path.access === 'YES'
          ? 'reached'
          : 'ended'
        : path.firstServiceOn
          ? 'going'
          : 'waits',
    status: statusWords(path.status, path.outcome),
    access: accessWords(path),
    track: trackOf(valid, day),
    barriers: around.barriers.filter((one) => one.target_id === id).map(({ barrier }) => label('BARRIER', barrier)),
    next: isVoid || target.next_step === null ? null : nextWords(context, target, day),
    told: told
      ? { text: told.text, takeOver: told.takeOver ? { name: told.takeOver.name, reader: readerOf(context) } : null }
      : null,
    primary: forms.filter(({ step }) => step === due),
    others: forms.filter(({ step }) => step !== due),
    action: `/referrals/targets/${id}/steps`,
    history: own.map((fact) => historyLine(context, fact, around, present(valid))),
  };
}

function factOf(fact: FactRow): Fact {
  return {
    ...{ id: fact.id, kind: fact.kind, on: fact.happened_on, round: fact.round_no ?? 1, outcome: fact.outcome },
    ...{ due: fact.due_on, isActive: fact.is_active, detail: fact.detail, person: fact.person },
  };
}

/** Status of a referral to one provider; a closed one says how it ended. */
export function statusWords(status: Status, outcome: string | null): string {
  return status === 'CLOSED' && outcome
    ? `Closed: ${label('REF_OUTCOME', outcome).toLowerCase()}`
    : STATUS_WORDS[status];
}

/** Whether help arrived, said plainly. */
export function accessWords({
  access,
  daysToService,
  outcome,
}: {
  access: string | null;
  daysToService: number | null;
  outcome: string | null;
}): string {
  if (access === 'YES' && daysToService !== null)
    return `Reached the service after ${daysToService} ${daysToService === 1 ? 'day' : 'days'}`;
  if (access === 'YES') return 'Reached a service';
  if (access === 'NO') return 'Did not reach the service';
  if (access === 'EXCLUDED') return 'Does not count';
  return outcome === null ? 'Has not reached the service yet' : 'Not known whether the service was reached';
}

function nextWords(context: Context, target: TargetRow, day: string) {
  const due = target.next_due ?? day;
  return {
    what: NEXT_STEPS[target.next_step ?? 'LOOK'],
    isLate: due < day,
    when: due === day ? 'today' : due < day ? `was due ${shortDay(due, day)}` : `by ${shortDay(due, day)}`,
    who: target.next_owner === null ? 'nobody' : who(context, target.next_owner, target.next_owner_name),
    provider: target.provider,
  };
}

const TRACK: { kind: FactKind; words: string }[] = [
  { kind: 'M_IDENT', words: 'Opened' },
  { kind: 'M_OFFER', words: 'Offered' },
  { kind: 'M_CONSENT', words: 'Consent' },
  { kind: 'M_SENT', words: 'Sent' },
  { kind: 'M_ACCEPT', words: 'Accepted' },
  { kind: 'M_INIT', words: 'Started' },
  { kind: 'M_1MO', words: 'After a month' },
];

/** Each milestone with its day, or that it is not there; they do not depend on each other. */
export function trackOf(facts: readonly Fact[], day: string): { words: string; when: string; done: boolean }[] {
  return TRACK.map(({ kind, words }) => {
    const last = facts
      .filter((fact) => fact.kind === kind)
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
      .at(-1);
    return { words, when: last ? shortDay(last.on, day) : 'not yet', done: last !== undefined };
  });
}

const FACT_WORDS: Partial<Record<FactKind, string>> = {
  R_REOPEN: 'Reopened',
  R_ASKED: 'Provider asked again',
  R_WAITED: 'Waitlist reviewed',
  R_PAPER: 'Paperwork of the school year renewed',
  R_FITS: 'Re-evaluated',
  R_NOTICE: 'Parents told',
  R_PERSON: 'Given',
  R_OWNER: 'Handed over',
  R_LATER: 'Next step put off',
};

function historyLine(context: Context, fact: FactRow, { day, state, isVoid }: TargetAround, now: readonly Fact[]) {
  const back = state.takingBack?.fact === fact.id ? state.takingBack : undefined;
  const mayTakeBack =
    !isVoid &&
    fact.voided_at === null &&
    !['M_IDENT', 'R_REOPEN'].includes(fact.kind) &&
    now.some(({ id }) => id === fact.id);
  const faults = (back?.faults ?? []).map(({ text }) => ({ fieldId: `reason-${fact.id}`, text }));
  return {
    isoDate: fact.happened_on,
    day: shortDay(fact.happened_on, day),
    what: [FACT_WORDS[fact.kind] ?? label('MILESTONE', fact.kind), ...detailsOf(context, fact, day)].join(' · '),
    by: [
      who(context, fact.author, fact.author_name),
      ...(dayOf(fact.created_at, context.clock) === fact.happened_on
        ? []
        : [`written down ${shortDay(dayOf(fact.created_at, context.clock), day)}`]),
    ].join(', '),
    why: fact.why,
    voided: fact.voided_at === null ? null : `Taken back${fact.void_reason ? `: ${fact.void_reason}` : ''}`,
    takeBack: mayTakeBack
      ? {
          action: `/referrals/targets/${fact.target_id}/take-back`,
          fact: fact.id,
          open: back !== undefined,
          faults,
          reason: {
            ...textFieldOf(`reason_${fact.id}`, 'Reason', back?.reason ?? '', faults, {
              maxlength: 200,
              required: true,
            }),
            name: 'reason',
          },
        }
      : null,
  };
}

function detailsOf(context: Context, fact: FactRow, day: string): string[] {
  const words: string[] = [];
  const said = <T extends Record<string, string>>(set: T, value: string | null) =>
    value ? (set[value] ?? value).toLowerCase() : '';
  if (fact.outcome) words.push(label('REF_OUTCOME', fact.outcome));
  if (fact.kind === 'M_APPT' && fact.due_on) words.push(`for ${shortDay(fact.due_on, day)}`);
  if (fact.kind === 'R_LATER' && fact.due_on) words.push(`until ${shortDay(fact.due_on, day)}`);
  if (fact.person !== null) words.push(`to ${who(context, fact.person, fact.person_name)}`);
  if (fact.kind === 'M_1MO') words.push(fact.is_active ? 'it goes on' : 'it has ended');
  if (fact.detail && (fact.kind === 'M_WAIT' || fact.kind === 'R_WAITED'))
    words.push(
      fact.detail === NO_INTERIM ? 'nothing meanwhile' : `meanwhile: ${label('SERVICE', fact.detail).toLowerCase()}`,
    );
  if (fact.kind === 'R_NOTICE') words.push(said(WAYS, fact.detail));
  if (fact.fits && fact.fits !== 'UNKNOWN') words.push(`fits: ${said(FITS, fact.fits)}`);
  if (fact.progress && fact.progress !== 'UNKNOWN') words.push(`doing: ${said(PROGRESS, fact.progress)}`);
  if (fact.told_by) words.push(`says ${said(TOLD_BY, fact.told_by)}`);
  return words;
}

/** `you`, `M. Chen` */
export function who(context: Context, person: number, name: string | null): string {
  return person === readerOf(context) ? 'you' : shortName(name);
}
