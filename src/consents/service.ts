import type { Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { type Fault, fieldId } from '../server/form-fields.ts';
import { shortDay } from '../server/words.ts';
import { profileFor, type Rules } from '../settings/profile/profile.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { type ConsentInput, checkConsent } from './check.ts';
import { asksConsent, groupOf, obstacle, standingOn } from './standing.ts';
import { wordsAbout } from './store.ts';
import { GROUP_NAMES, GROUPS } from './words.ts';

export { consentStates } from './beside.ts';
export { changeFaults, consentFaults } from './hold.ts';
export { exceptionLabel } from './words.ts';

const FORM: UniqueKey = {
  index: 'u_ssp_consent_form',
  columns: ['u_ssp_consent.recorded_by', 'u_ssp_consent.form_key', 'u_ssp_consent.service_group'],
};
const FORM_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The kind of consent that a visit asks for. Others (records, agencies, a minor's own) have a life of their own. */
const KIND = 'SVC_SCHOOL';
/** Characters of the reason why something is voided. */
const LONGEST_WHY = 200;

/** What the profile says today. */
export function rulesToday({ config, clock }: Context): Rules {
  return profileFor(config.profile, today(clock));
}

/** The exceptions that the profile knows today; none where it asks for no consent. */
export function exceptionsToday(context: Context): string[] {
  const rules = rulesToday(context);
  return asksConsent(rules) ? rules['visit.consent_exceptions'] : [];
}

/**
 * Writes down what a family said, a row for each group of services. A form that comes twice is written once; `changed`: it
 * was written down before and says something else now, and nothing more was written.
 */
export async function recordConsent(
  context: Context,
  student: number,
  input: ConsentInput,
): Promise<{ recorded: true; again: boolean } | { changed: true } | { faults: Fault[] }> {
  const checked = checkConsent(input, today(context.clock), rulesToday(context)['consent.validity']);
  if ('faults' in checked) return checked;
  const form_key = input.form_key ?? '';
  if (!FORM_KEY.test(form_key)) return { faults: [{ fieldId: 'state', text: say.consents.form.notWhole }] };
  const { groups, ...said } = checked.consent;
  const recorded = { recorded_by: readerOf(context), recorded_at: instantNow(context.clock) };
  try {
    await context.database.transaction(async (tx) => {
      await tx.knex('u_ssp_consent').insert(
        groups.map((service_group) => ({
          ...{ student_dcid: student, kind: KIND, service_group, form_key },
          ...said,
          ...recorded,
        })),
      );
      await context.auditWithin(tx, `consent:${said.state}`);
    });
    return { recorded: true, again: false };
  } catch (thrown) {
    if (!isTaken(thrown, FORM)) throw thrown;
    const form = { form_key, recorded_by: recorded.recorded_by };
    const before = await context.database.transaction((tx) => writtenWith(tx, form));
    const now = groups.map((service_group) => ({ student_dcid: student, service_group, ...said }));
    return isSame(before, now) ? { recorded: true, again: true } : { changed: true };
  }
}

type Written = Record<string, unknown> & { service_group: string };

async function writtenWith(tx: Tx, form: { form_key: string; recorded_by: number }): Promise<Written[]> {
  return (await tx.knex('u_ssp_consent').where(form).select()) as Written[];
}

/** Does a form that came again say what it said the first time, and about the same services? */
function isSame(before: readonly Written[], now: readonly Written[]): boolean {
  if (before.length !== now.length) return false;
  return now.every((row) => {
    const was = before.find((one) => one.service_group === row.service_group);
    return Object.entries(row).every(([column, value]) => (was?.[column] ?? null) === (value ?? null));
  });
}

/** Voids what was written down by mistake. Undefined when there is no such row of the student. */
export async function voidConsent(
  context: Context,
  student: number,
  consent: number,
  reason: string,
): Promise<{ voided: true; again: boolean } | { faults: Fault[] } | undefined> {
  const why = reason.toWellFormed().replaceAll('\u0000', '').trim();
  const field = fieldId(`void_reason_${consent}`);
  if (why === '') return { faults: [{ fieldId: field, text: say.consents.history.noReason }] };
  if (why.length > LONGEST_WHY)
    return { faults: [{ fieldId: field, text: say.consents.history.reasonTooLong(LONGEST_WHY) }] };
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_consent', consent);
    const asked = { ...asking(readerOf(context), context.clock), student, consent };
    const [row] = await tx.run<{ voided_at: string | null }>('consents/to-void', asked);
    if (!row) return undefined;
    if (row.voided_at !== null) return { voided: true, again: true };
    await tx
      .knex('u_ssp_consent')
      .where({ id: consent })
      .update({ voided_at: instantNow(context.clock), voided_by: readerOf(context), void_reason: why });
    await context.auditWithin(tx, `consent:${consent}`);
    return { voided: true, again: false };
  });
}

/**
 * `EMERGENCY` where a service could not be written down otherwise and the profile has this exception: for a crisis, in which
 * nobody asked first. It is proposed on the form, and a person saves it.
 */
export async function proposedException(
  context: Context,
  student: number,
  service: string,
  day: string,
): Promise<string | undefined> {
  const rules = profileFor(context.config.profile, day);
  const group = asksConsent(rules) ? groupOf(service, rules) : undefined;
  if (!group || !rules['visit.consent_exceptions'].includes('EMERGENCY')) return undefined;
  const words = await wordsAbout(context.database, { reader: readerOf(context), clock: context.clock }, student);
  const standing = standingOn(words, group, day, rules['consent.validity']);
  return obstacle(standing, group, rules) ? 'EMERGENCY' : undefined;
}

export interface ConsentLine {
  tone: 'waits' | 'late';
  text: string;
}

/** What stands in the way today, in a few words for the student's page; nothing where the profile does not ask. */
export async function consentLines(context: Context, student: number): Promise<ConsentLine[]> {
  const rules = rulesToday(context);
  if (!asksConsent(rules)) return [];
  const day = today(context.clock);
  const words = await wordsAbout(context.database, { reader: readerOf(context), clock: context.clock }, student);
  return GROUP_NAMES.flatMap((group): ConsentLine[] => {
    const standing = standingOn(words, group, day, rules['consent.validity']);
    const why = obstacle(standing, group, rules);
    if (why === 'refused')
      return [
        { tone: 'late', text: say.consents.inTheWay.refused(GROUPS[group], shortDay(standing.since ?? day, day)) },
      ];
    return why === 'needed' ? [{ tone: 'waits', text: say.consents.inTheWay.needed(GROUPS[group]) }] : [];
  });
}
