import type { CodeBook } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import { type Context, readerOf } from '../server/context.ts';
import { type Fault, fieldId } from '../server/form-fields.ts';
import { shortDay } from '../server/words.ts';
import { profileFor } from '../settings/profile/profile.ts';
import * as say from '../words/index.ts';
import { asksConsent, groupOf, obstacle, standingOn } from './standing.ts';
import { wordsAbout } from './store.ts';
import { GROUPS } from './words.ts';

/** What of a visit a family's word is about. */
export interface Asked {
  students: readonly number[];
  date: string;
  /** In the order of the form. */
  services: readonly { service: string }[];
  exception: string | null;
  /** Standard services that were asked about when the visit was first saved, and stand as they stood. */
  known?: ReadonlySet<string>;
}

/**
 * What keeps a visit from being saved: a parent has refused, or nobody has agreed yet. Asked inside the visit's own
 * transaction, with the words held: one that is voided at the same moment comes before or after. Faults stand at the services.
 */
export async function consentFaults(tx: Tx, context: Context, visit: Asked, codes: CodeBook): Promise<Fault[]> {
  const rules = profileFor(context.config.profile, visit.date);
  const exceptions = rules['visit.consent_exceptions'];
  if (visit.exception !== null && !exceptions.includes(visit.exception))
    return [{ fieldId: fieldId('consent_exception'), text: say.consents.visit.exceptionGone }];
  if (!asksConsent(rules) || visit.exception !== null) return [];
  const faults: Fault[] = [];
  for (const student of visit.students) {
    await tx.knex('u_ssp_consent').where({ student_dcid: student }).forUpdate().select('id');
    const words = await wordsAbout(tx, { reader: readerOf(context), clock: context.clock }, student);
    visit.services.forEach(({ service }, at) => {
      const standard = codes.standard('SERVICE', service);
      const group = visit.known?.has(standard) ? undefined : groupOf(standard, rules);
      if (!group) return;
      const standing = standingOn(words, group, visit.date, rules['consent.validity']);
      const why = obstacle(standing, group, rules);
      const name = `service_${at + 1}`;
      if (!why || faults.some((fault) => fault.fieldId === fieldId(name))) return;
      const said =
        why === 'refused'
          ? say.consents.visit.refused(GROUPS[group], shortDay(standing.since ?? visit.date, visit.date))
          : say.consents.visit.needed(GROUPS[group]);
      const way =
        exceptions.length > 0 ? say.consents.visit.chooseServiceOrException : say.consents.visit.chooseService;
      faults.push({ fieldId: fieldId(name), text: `${said} ${way}` });
    });
  }
  return faults;
}

/** A visit as it was, and as it is to be. */
export interface AskedAgain {
  students: readonly number[];
  before: Omit<Asked, 'students' | 'known'>;
  after: Omit<Asked, 'students' | 'known'>;
}

/**
 * The same for a visit that is changed: what it had on its day is not asked about again, so that a refusal of today keeps nobody
 * from mending a note of last week. What an exception let in is asked about once that exception is taken away.
 */
export async function changeFaults(
  tx: Tx,
  context: Context,
  { students, before, after }: AskedAgain,
  codes: CodeBook,
): Promise<Fault[]> {
  const isSameDay = before.date === after.date;
  if (isSameDay && after.exception !== null && after.exception === before.exception) return [];
  const stood = isSameDay && before.exception === null ? before.services : [];
  const known = new Set(stood.map(({ service }) => codes.standard('SERVICE', service)));
  const { date, services, exception } = after;
  return consentFaults(tx, context, { students, date, services, exception, known }, codes);
}
