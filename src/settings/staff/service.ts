import { label } from '../../codes/service.ts';
import type { Tx } from '../../database/connect.ts';
import { isTaken, type UniqueKey } from '../../database/faults.ts';
import { instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import * as say from '../../words/index.ts';
import { type Outcome, outcomeOf, Stopped } from '../changes.ts';
import { fullDay } from '../typed.ts';
import { type CheckedPeriod, checkEnd, checkPeriod, checkReason, type PeriodInput } from './check.ts';
import { type FactRow, type Facts, overlapping, readFacts } from './periods.ts';

const NEXT: UniqueKey = {
  index: 'u_ssp_staff_fact_person',
  columns: ['u_ssp_staff_fact.person', 'u_ssp_staff_fact.revision'],
};

type Version = CheckedPeriod & { period_no: number; void_reason: string | null };

/** The name of a staff member of the SIS; undefined for nobody's number. */
export async function findPerson(context: Context, person: number): Promise<string | undefined> {
  const [found] = await context.database.run<{ name: string | null }>('access/person', { person });
  return found ? (found.name ?? say.settings.person(person)) : undefined;
}

/** Adds a period. `revision` is what the form knew of the person: nobody else's change in between is passed over. */
export async function addPeriod(
  context: Context,
  person: number,
  revision: number,
  input: PeriodInput,
): Promise<Outcome> {
  const checked = checkPeriod(input);
  if ('faults' in checked) return { done: false, changed: false, faults: checked.faults };
  const { period } = checked;
  return write(context, person, revision, (facts) => {
    refuseOverlap(facts.periods, period.from_day, period.to_day, 'from');
    const period_no = Math.max(0, ...facts.versions.map((version) => version.period_no)) + 1;
    return { ...period, period_no, void_reason: null };
  });
}

/** Gives a period its last day, or another one. */
export async function endPeriod(
  context: Context,
  person: number,
  periodNo: number,
  revision: number,
  typed: string | undefined,
): Promise<Outcome> {
  return write(context, person, revision, (facts) => {
    const period = periodOf(facts, periodNo, `to-${periodNo}`);
    const end = checkEnd(typed, period.from_day);
    if ('text' in end) throw new Stopped(`to-${periodNo}`, end.text);
    refuseOverlap(facts.periods, period.from_day, end.day, `to-${periodNo}`, periodNo);
    return { ...contentOf(period), to_day: end.day };
  });
}

/** A period that was entered by mistake never held. Its row stays, with the reason. */
export async function voidPeriod(
  context: Context,
  person: number,
  periodNo: number,
  revision: number,
  typed: string | undefined,
): Promise<Outcome> {
  return write(context, person, revision, (facts) => {
    const period = periodOf(facts, periodNo, `reason-${periodNo}`);
    const checked = checkReason(typed);
    if ('text' in checked) throw new Stopped(`reason-${periodNo}`, checked.text);
    return { ...contentOf(period), void_reason: checked.reason };
  });
}

function write(context: Context, person: number, revision: number, next: (facts: Facts) => Version): Promise<Outcome> {
  const work = (tx: Tx) => writeNext(tx, context, person, revision, next);
  return outcomeOf(
    () => context.database.transaction(work),
    (thrown) => isTaken(thrown, NEXT),
  );
}

/** True when this very change had been made before, by the same person from the same form. */
async function writeNext(
  tx: Tx,
  context: Context,
  person: number,
  revision: number,
  next: (facts: Facts) => Version,
): Promise<boolean> {
  const facts = await readFacts(tx, person);
  if (facts.revision !== revision) {
    const before = factsAt(facts, revision);
    const last = facts.versions.at(-1);
    if (facts.revision === revision + 1 && last?.changed_by === readerOf(context) && isSame(last, next(before)))
      return true;
    throw new Stopped('now', say.settings.changedMeanwhile, true);
  }
  const version = next(facts);
  await tx.knex('u_ssp_staff_fact').insert({
    ...version,
    person,
    revision: revision + 1,
    changed_by: readerOf(context),
    changed_at: instantNow(context.clock),
  });
  await context.auditWithin(tx, `staff:${person}-${version.period_no}`);
  return false;
}

function factsAt(facts: Facts, revision: number): Facts {
  const versions = facts.versions.filter((version) => version.revision <= revision);
  const newest = new Map(versions.map((version) => [version.period_no, version]));
  return { revision, versions, periods: [...newest.values()] };
}

function isSame(row: FactRow, version: Version): boolean {
  return (Object.keys(version) as (keyof Version)[]).every((name) => row[name] === version[name]);
}

function periodOf(facts: Facts, periodNo: number, fieldId: string): FactRow {
  const period = facts.periods.find((one) => one.period_no === periodNo);
  if (!period || period.void_reason !== null) throw new Stopped(fieldId, say.settings.staff.faults.gone, true);
  return period;
}

function contentOf({ period_no, provider, employer, fte, from_day, to_day, void_reason }: FactRow): Version {
  return { period_no, provider, employer, fte, from_day, to_day, void_reason };
}

function refuseOverlap(
  periods: readonly FactRow[],
  from: string,
  to: string | null,
  fieldId: string,
  except?: number,
): void {
  const other = overlapping(periods, { from, to, ...(except === undefined ? {} : { except }) });
  if (!other) return;
  const words = say.settings.staff.faults.overlap;
  const days =
    other.to_day === null
      ? words.withoutEnd(fullDay(other.from_day))
      : say.settings.days.span(fullDay(other.from_day), fullDay(other.to_day));
  throw new Stopped(fieldId, words.with(label('PROVIDER', other.provider), days));
}
