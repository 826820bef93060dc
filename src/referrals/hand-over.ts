import { label } from '../codes/service.ts';
import { fullName } from '../crisis/calls.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { checkFieldOf, choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { may, STATUS_WORDS } from './actions.ts';
import {
  handMore,
  heldWords,
  isStaffEverywhere,
  type Kind,
  moreAt,
  moreOf,
  moreTicks,
  type OpenThing,
  tickOf,
} from './hand-over-more.ts';
import { NEXT_STEPS, type NextName } from './next.ts';
import { goesOn, pathwayOf, type Status } from './pathway.ts';
import { cutWords, ownSchools, schoolChoice, schoolLinks, TOO_MANY_SCHOOLS } from './schools.ts';
import { peopleAt, sideOf } from './service.ts';
import { clean, LONGEST_WHY } from './step-input.ts';
import { deriveTarget, holdTarget, insertFact } from './store.ts';

// Somebody leaves or is away: the open referrals go to somebody else, all at once or some of them.

interface Row {
  target_id: number;
  referral_id: number;
  student: number;
  name: string;
  school_id: number;
  kind: string;
  provider: string;
  status: Status;
  owner: number | null;
  assignee: number | null;
  next_step: NextName;
  next_due: string;
  in_all: number;
}

export interface HandOverInput {
  person?: string;
  /** The school that was looked at; it is looked at again. */
  school?: string;
  to?: string;
  why?: string;
  [tick: `${'target' | 'crisis' | 'family'}_${number}`]: string | undefined;
  [visit: `visit_${number}_${number}`]: string | undefined;
}

export interface HandOverPage {
  /** Users.DCID */
  person?: number | undefined;
  /** School_Number; undefined: all of the reader's. */
  school?: number | undefined;
  sent?: { input: HandOverInput; faults: Fault[] };
  flash?: string | null;
}

type Counts = Partial<Record<Kind | 'REFERRAL', number>>;

interface Owner {
  person: number;
  name: string | null;
  counts: Counts;
}

/** How many went over, of each kind. */
export type Handed = Record<Kind | 'REFERRAL', number>;

/** Who has something open, and for one of them: what, and to whom it can go. */
export async function handOverPage(
  context: Context,
  { person, school, sent, flash = null }: HandOverPage,
): Promise<Answer> {
  const day = today(context.clock);
  const schools = await ownSchools(context, ['support_staff', 'school_admin', 'district_admin']);
  const isChosen = school !== undefined || schools.length < TOO_MANY_SCHOOLS;
  const owners = isChosen ? await ownersAt(context, school) : [];
  const faults = sent?.faults ?? [];
  const rows = person === undefined ? [] : await rowsOf(context, person);
  const things = person === undefined ? [] : await moreOf(context.database, context, person);
  // Who is an administrator at one school and support staff at another reads at each what the role there may.
  const isStaffAt = (school: number) =>
    context.scope.some((row) => row.role === 'support_staff' && row.school === school);
  const people = await peopleFor(context, [...rows, ...things], person);
  const from = owners.find((one) => one.person === person);
  return {
    page: 'referrals/hand-over',
    title: say.handOver.title,
    flash,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      schools: schoolLinks('/referrals/hand-over', schools, school),
      choice: schoolChoice(schools, school),
      isChosen,
      owners: owners
        .map((one) => ({
          href: `/referrals/hand-over?${school === undefined ? '' : `school=${school}&`}person=${one.person}`,
          name: fullName(one.name),
          held: heldWords(one.counts, isStaffEverywhere(context)),
          current: one.person === person,
        }))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en-US')),
      form:
        rows.length + things.length === 0
          ? null
          : {
              person,
              school: school ?? null,
              name: fullName(from?.name ?? null),
              faults,
              cut: [cutWords(rows), cutWords(things)].filter((words) => words !== null),
              lines: rows.map((row) =>
                checkFieldOf(
                  `target_${row.target_id}`,
                  `${row.name}: ${isStaffAt(row.school_id) ? row.provider : label('REF_TYPE', row.kind)}`,
                  sent === undefined || sent.input[`target_${row.target_id}`] === '1',
                  [],
                  `${NEXT_STEPS[row.next_step]}, ${shortDay(row.next_due, day)} · ${STATUS_WORDS[row.status].toLowerCase()}`,
                ),
              ),
              more: moreTicks(context, things, {
                isStaffAt,
                isTicked: (name) => sent === undefined || tickIn(sent.input, name),
              }),
              to: choiceFieldOf(
                'to',
                say.referrals.asked.toWhom,
                sent?.input.to ?? '',
                [{ label: null, options: [{ value: '', label: say.referrals.asked.choose }, ...people] }],
                faults,
                { required: true },
              ),
              why: textFieldOf('why', say.referrals.asked.aWord, sent?.input.why ?? '', faults),
            },
    },
  };
}

async function ownersAt(context: Context, school: number | undefined): Promise<Owner[]> {
  const asked = { ...asking(readerOf(context), context.clock), school: school ?? 0 };
  type Following = { person: number; name: string | null; referrals: number };
  const following = await context.database.run<Following>('referrals/owners', asked);
  const owners = new Map<number, Owner>();
  for (const { person, name, referrals } of following)
    owners.set(person, { person, name, counts: { REFERRAL: referrals } });
  for (const { person, name, kind, held } of await moreAt(context, school)) {
    const owner = owners.get(person) ?? { person, name, counts: {} };
    owner.counts[kind] = held;
    owners.set(person, owner);
  }
  return [...owners.values()];
}

const tickIn = (input: HandOverInput, name: string) => (input as Record<string, string | undefined>)[name] === '1';

/** A number as it came from a form: Users.DCID, or School_Number; 0: none. */
export function numberOf(text: string | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
}

function rowsOf(context: Context, person: number): Promise<Row[]> {
  return context.database.run<Row>('referrals/of-person', { ...asking(readerOf(context), context.clock), person });
}

async function peopleFor(context: Context, rows: readonly { school_id: number }[], person: number | undefined) {
  const names = new Map<number, string>();
  for (const school of new Set(rows.map(({ school_id }) => school_id)))
    for (const one of await peopleAt(context, school)) if (one.person !== person) names.set(one.person, one.name);
  return [...names]
    .map(([value, label]) => ({ value: String(value), label }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en-US'));
}

/** Hands over what was ticked, all or nothing. How many of each kind went; the faults otherwise. */
export async function handOver(
  context: Context,
  input: HandOverInput,
): Promise<{ handed: Handed } | { faults: Fault[] }> {
  const [from, to] = [numberOf(input.person), numberOf(input.to)];
  const why = clean(input.why);
  const rows = await rowsOf(context, from);
  const chosen = rows
    .filter(({ target_id }) => input[`target_${target_id}`] === '1')
    .toSorted((a, b) => a.referral_id - b.referral_id || a.target_id - b.target_id);
  const things = await moreOf(context.database, context, from);
  const more = things.filter((thing) => tickIn(input, tickOf(thing)));
  const count = chosen.length + more.length;
  const ticked = Object.keys(input).filter((name) => /^(target|crisis|visit|family)_/.test(name)).length;
  const none: Handed = { REFERRAL: 0, CRISIS: 0, VISIT: 0, FAMILY: 0 };
  // Sent twice, or somebody else was faster: they are with somebody else by now.
  if (count === 0 && ticked > 0) return { handed: none };
  const faults: Fault[] = [];
  const schools = new Set([...chosen, ...more].map(({ school_id }) => school_id));
  const away: number[] = [];
  for (const school of schools)
    if (!(await peopleAt(context, school)).some(({ person }) => person === to)) away.push(school);
  if (count === 0) faults.push({ fieldId: firstTick(rows, things), text: say.handOver.noneTicked });
  else if (!to || to === from) faults.push({ fieldId: 'to', text: say.handOver.noReceiver });
  else if (away.length > 0)
    faults.push({
      fieldId: 'to',
      text: say.handOver.notEverywhere,
    });
  if (why.length > LONGEST_WHY) faults.push({ fieldId: 'why', text: say.referrals.faults.tooLong(LONGEST_WHY) });
  if (faults.length > 0) return { faults };
  return context.database.transaction(async (tx) => {
    // Before the referrals: whoever voids a visit holds it before them, too.
    const handed: { kind: keyof Handed; subject: string; student: number }[] = await handMore(tx, context, more, {
      from,
      to,
    });
    for (const { target_id } of chosen) {
      const found = await holdTarget(tx, context, target_id);
      if (!found) continue;
      const path = pathwayOf(found.facts, found.held.opened_on);
      const owner = path.owner ?? found.held.author;
      // Who still receives the service over the summer is handed over as one who is being served.
      const state = goesOn(path.outcome) ? 'INITIATED' : path.status;
      const gives = (name: 'give' | 'assign', has: number | null) =>
        has === from && may(name, sideOf(context), state, found.held.kind);
      const isOwner = gives('give', owner);
      const isProvider = gives('assign', path.assignee);
      if (!isOwner && !isProvider) continue;
      const fact = {
        ...{ on: today(context.clock), round: path.round, outcome: null, due: null, isActive: null, fits: null },
        ...{ progress: null, toldBy: null, detail: null, person: to, why: why || null },
      };
      if (isOwner) await insertFact(tx, context, target_id, { ...fact, kind: 'R_OWNER' });
      if (isProvider) await insertFact(tx, context, target_id, { ...fact, kind: 'R_PERSON' });
      await deriveTarget(tx, context, found.held);
      handed.push({
        kind: 'REFERRAL',
        subject: `target:${target_id} from:${from} to:${to}`,
        student: found.held.student,
      });
    }
    const audited = handed.map(({ subject, student }) => ({ subject, student }));
    if (handed.length > 0) await context.auditWithin(tx, audited);
    const result = { ...none };
    for (const { kind } of handed) result[kind] += 1;
    return { handed: result };
  });
}

function firstTick([row]: Row[], [thing]: OpenThing[]): string {
  if (row) return `target-${row.target_id}`;
  return thing ? tickOf(thing).replaceAll('_', '-') : 'target-0';
}
