import { label } from '../codes/service.ts';
import { dayOf, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { type Fault, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { type ActionName, actionsFor } from './actions.ts';
import { anotherForm, type SentAnother } from './another-form.ts';
import { type BarrierRow, barriersModel, type SentBarrier } from './barriers.ts';
import { NEXT_STEPS } from './next.ts';
import { type Fact, lastOf, pathwayOf, present } from './pathway.ts';
import { type FactRow, factOf, type ReferralRow, type TargetRow } from './rows.ts';
import { isStaffAt, peopleAt, standsSinceReopening } from './service.ts';
import { DONE_BY, isTyped, type SentStep, stepForm } from './step-form.ts';
import { mayVoid } from './void.ts';
import { accessWords, detailsOf, dueWhen, FACT_WORDS, statusWords, trackOf, who } from './words.ts';

const WORDS = say.referrals.page;

export interface ReferralState {
  sent?: SentStep;
  /** What somebody else did first, at which target, and who has it. */
  told?: { target: number; text: string; takeOver: { name: string } | null };
  takingBack?: { target: number; fact: number; reason: string; faults: Fault[] };
  barrierBack?: SentBarrier;
  another?: SentAnother;
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
  const barriers = await context.database.run<BarrierRow>('referrals/barriers', asked);
  const codes = await codesOf(context);
  const people = await peopleAt(context, row.school_id);
  const isVoid = row.voided_at !== null;
  const faults =
    state.sent?.faults ??
    state.takingBack?.faults ??
    state.barrierBack?.faults ??
    state.another?.faults ??
    state.voiding?.faults ??
    [];
  const open = targets.filter(({ status }) => status !== 'CLOSED');
  const first = open.toSorted((a, b) => ((a.next_due ?? '') < (b.next_due ?? '') ? -1 : 1))[0];
  return {
    page: 'referrals/page',
    title: say.referrals.title,
    flash: state.flash ?? null,
    ...(state.told ? { status: 409, reason: 'CHANGED_MEANWHILE' as const } : {}),
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      student: { name: row.name, url: `/students/${row.student}` },
      need: codes.label('REF_NEED', row.need),
      facts: [
        WORDS.opened(shortDay(row.opened_on, day), who(context, row.author, row.author_name)),
        ...(row.reason ? [WORDS.becauseOf(label('PURPOSE', row.reason).toLowerCase())] : []),
        ...(row.urgency === 'ROUTINE' ? [] : [label('URGENCY', row.urgency).toLowerCase()]),
        ...(row.location ? [label('REF_LOCATION', row.location).toLowerCase()] : []),
      ].join(' · '),
      chain: await chainLinks(context, referral, day),
      voided: isVoid
        ? WORDS.voided(shortDay(dayOf(row.voided_at as string, context.clock), day), row.void_reason ?? '')
        : null,
      next: first && open.length > 1 && !isVoid ? nextWords(context, first, day) : null,
      familyUrl: `/students/${row.student}/family`,
      targets: targets.map((target) =>
        targetModel(context, { row, target, facts, barriers, people, isVoid, day, state, isFirst: target === first }),
      ),
      another: isVoid && !state.another ? null : await anotherForm(context, row, state.another),
      voiding:
        isVoid || !(mayVoid(context, row.author) || state.voiding)
          ? null
          : {
              action: `/referrals/${referral}/void`,
              open: state.voiding !== undefined,
              faults: state.voiding?.faults ?? [],
              reason: textFieldOf(
                'reason',
                say.forms.reason,
                state.voiding?.reason ?? '',
                state.voiding?.faults ?? [],
                {
                  required: true,
                },
              ),
            },
    },
  };
}

// The need came back, once or more: each of its referrals leads to all the others.
async function chainLinks(context: Context, referral: number, day: string) {
  const asked = { ...asking(readerOf(context), context.clock), referral };
  const rows = await context.database.run<{ referral_id: number; opened_on: string; provider: string }>(
    'referrals/chain',
    asked,
  );
  return [...new Set(rows.map(({ referral_id }) => referral_id))].map((id) => {
    const own = rows.filter(({ referral_id }) => referral_id === id);
    const providers = own.map(({ provider }) => provider).join(', ');
    return { url: `/referrals/${id}`, words: WORDS.chainOne(shortDay(own[0]?.opened_on ?? day, day), providers) };
  });
}

interface TargetAround {
  row: ReferralRow;
  target: TargetRow;
  facts: FactRow[];
  barriers: BarrierRow[];
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
  const askedOn = lastOf(valid, 'M_IDENT')?.on ?? row.opened_on;
  const due = target.next_step === null ? null : DONE_BY[target.next_step];
  const mayTake = target.kind !== 'SCHOOL' || isStaffAt(context, row.school_id);
  const actions: ActionName[] = isVoid
    ? []
    : actionsFor('staff', path.status, target.kind, valid).filter((name) => name !== 'accept' || mayTake);
  const formOf = (step: ActionName) =>
    stepForm(step, {
      ...{ target: id, day, openedOn: askedOn, people, sent: state.sent, isPast: !actions.includes(step) },
      ...{ open: state.doing === id && step === due, back: state.back ?? '', hasStarted: path.firstServiceOn !== null },
    });
  const forms = actions.map(formOf);
  const sent = state.sent?.target === id ? state.sent : undefined;
  const isLost = sent !== undefined && !actions.includes(sent.step) && isTyped(sent.input, day);
  const told = state.told?.target === id ? state.told : undefined;
  return {
    id,
    provider: target.provider,
    line: [
      label('REF_TYPE', target.kind).toLowerCase(),
      ...(target.assignee === null ? [] : [WORDS.with(who(context, target.assignee, target.assignee_name))]),
      ...(target.owner === null ? [] : [WORDS.followedBy(who(context, target.owner, target.owner_name))]),
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
    track: trackOf(present(valid), day),
    barriers: barriersModel(
      context,
      around.barriers.filter((one) => one.target_id === id),
      { day, isVoid, sent: state.barrierBack },
    ),
    next: isVoid || target.next_step === null ? null : nextWords(context, target, day),
    told: told
      ? {
          text: told.text,
          takeOver: told.takeOver
            ? { name: told.takeOver.name, reader: readerOf(context), formKey: crypto.randomUUID() }
            : null,
          typed: isLost ? [formOf(sent.step)] : [],
        }
      : null,
    primary: forms.filter(({ step }) => step === due),
    others: forms.filter(({ step }) => step !== due),
    action: `/referrals/targets/${id}/steps`,
    history: own.map((fact) => historyLine(context, fact, around, valid)),
  };
}

function nextWords(context: Context, target: TargetRow, day: string) {
  const due = target.next_due ?? day;
  return {
    what: NEXT_STEPS[target.next_step ?? 'LOOK'],
    isLate: due < day,
    when: dueWhen(due, day),
    who: target.next_owner === null ? WORDS.nobody : who(context, target.next_owner, target.next_owner_name),
    provider: target.provider,
  };
}

function historyLine(context: Context, fact: FactRow, { day, state, isVoid }: TargetAround, valid: readonly Fact[]) {
  const back = state.takingBack?.fact === fact.id ? state.takingBack : undefined;
  const held = valid.find(({ id }) => id === fact.id);
  const mayTakeBack =
    !isVoid &&
    held !== undefined &&
    mayVoid(context, fact.author) &&
    !['M_IDENT', 'R_REOPEN'].includes(fact.kind) &&
    !standsSinceReopening(held, valid);
  const faults = (back?.faults ?? []).map(({ text }) => ({ fieldId: `reason-${fact.id}`, text }));
  return {
    isoDate: fact.happened_on,
    day: shortDay(fact.happened_on, day),
    what: [FACT_WORDS[fact.kind] ?? label('MILESTONE', fact.kind), ...detailsOf(context, fact, day)].join(' · '),
    by: [
      who(context, fact.author, fact.author_name),
      ...(dayOf(fact.created_at, context.clock) === fact.happened_on
        ? []
        : [WORDS.writtenDown(shortDay(dayOf(fact.created_at, context.clock), day))]),
    ].join(', '),
    why: fact.why,
    voided: fact.voided_at === null ? null : WORDS.takenBack + (fact.void_reason ? `: ${fact.void_reason}` : ''),
    takeBack: mayTakeBack
      ? {
          action: `/referrals/targets/${fact.target_id}/take-back`,
          fact: fact.id,
          open: back !== undefined,
          faults,
          reason: {
            ...textFieldOf(`reason_${fact.id}`, say.forms.reason, back?.reason ?? '', faults, {
              required: true,
            }),
            name: 'reason',
          },
        }
      : null,
  };
}
