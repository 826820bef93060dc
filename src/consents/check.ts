import type { Fault } from '../server/form-fields.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import type { Rules, ServiceGroup } from '../settings/profile/profile.ts';
import * as say from '../words/index.ts';
import { schoolYearEnd } from './standing.ts';
import { type ConsentState, GROUP_NAMES, METHODS, SIGNERS, STATES } from './words.ts';

/** What the form sent: texts by field name. */
export type ConsentInput = Record<string, string | undefined>;

export interface CheckedConsent {
  state: ConsentState;
  groups: ServiceGroup[];
  signed_on: string;
  starts_on: string;
  ends_on: string | null;
  signer: string;
  method: string;
}

const EARLIEST = '2000-01-01';
const LONGEST_DAYS = 366 * 5;

/** Either what was said, or everything that has to be mended, each at its field. */
export function checkConsent(
  input: ConsentInput,
  today: string,
  validity: Rules['consent.validity'],
): { consent: CheckedConsent } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const fault = (fieldId: string, text: string) => faults.push({ fieldId, text });
  const typed = (name: string) => (input[name] ?? '').trim();
  const chosen = (name: string, list: object, text: string) => {
    if (!Object.hasOwn(list, typed(name))) fault(name.replaceAll('_', '-'), text);
    return typed(name);
  };

  const state = chosen('state', STATES, say.consents.form.noState) as ConsentState;
  const groups = GROUP_NAMES.filter((group) => typed(`for_${group}`) === '1');
  if (groups.length === 0) fault('for-counseling', say.consents.form.noGroup);
  const signer = chosen('signer', SIGNERS, say.consents.form.noSigner);
  const method = chosen('method', METHODS, say.consents.form.noMethod);
  if (state === 'GIVEN' && method === 'VERBAL') fault('method', say.consents.form.notByMouth);

  const signed_on = typed('signed_on');
  if (!isRealDate(signed_on) || signed_on < EARLIEST) fault('signed-on', say.consents.form.noSuchDay);
  else if (signed_on > today) fault('signed-on', say.consents.form.notYet);
  const starts_on = typed('starts_on') || signed_on;
  if (!isRealDate(starts_on)) fault('starts-on', say.consents.form.noSuchDay);
  else if (starts_on < signed_on) fault('starts-on', say.consents.form.startsTooEarly);
  else if (starts_on > plusDays(today, 366)) fault('starts-on', say.consents.form.startsTooLate);
  const ends_on = state === 'GIVEN' ? endOf(typed('ends_on'), starts_on, validity, fault) : null;

  if (faults.length > 0) return { faults };
  return { consent: { state, groups, signed_on, starts_on, ends_on, signer, method } };
}

// Where the state lets a consent hold for a school year, it ends with that year, whatever the paper says.
function endOf(
  typed: string,
  starts: string,
  validity: Rules['consent.validity'],
  fault: (fieldId: string, text: string) => void,
): string | null {
  const last = isRealDate(starts) ? schoolYearEnd(starts) : '';
  if (typed === '') return validity === 'school_year' ? last : null;
  if (!isRealDate(typed)) fault('ends-on', say.consents.form.noSuchDay);
  else if (typed < starts) fault('ends-on', say.consents.form.endsBeforeStart);
  else if (validity === 'school_year' && typed > last) fault('ends-on', say.consents.form.endsAfterYear);
  else if (isRealDate(starts) && typed > plusDays(starts, LONGEST_DAYS))
    fault('ends-on', say.consents.form.endsTooLate);
  return typed;
}
