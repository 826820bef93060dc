import { label } from '../../codes/service.ts';
import { listed } from '../../server/words.ts';
import * as say from '../../words/index.ts';
import type { ConsentMode, RuleName, RuleOfDay, Rules } from './profile.ts';

// A profile's rules as sentences, for people who will never read the file.

const SAID = say.settings.profile.rules;
const MODES: Record<ConsentMode, string> = say.settings.profile.modes;
const { none } = say.settings.profile;

const { days } = say.settings.profile;
const yesNo = say.settings.yesNo;
const plain = (code: string) => code.toLowerCase().replaceAll('_', ' ');
const codes = (list: string[]) => (list.length === 0 ? none : listed(list.map(plain)));

const services = (list: string[]) => (list.length === 0 ? none : listed(list.map((code) => label('SERVICE', code))));

const TOLD: { [N in RuleName]: (value: Rules[N]) => string } = {
  'visit.consent_mode': ({ health_related, health_care }) =>
    health_related === health_care
      ? MODES[health_related]
      : SAID['visit.consent_mode'].apart(MODES[health_related], MODES[health_care]),
  'visit.service_groups': ({ counseling, health_related, health_care }) =>
    SAID['visit.service_groups'].groups(services(counseling), services(health_related), services(health_care)),
  'visit.requires_live_consent': (value) =>
    value === 'never' ? yesNo(false) : SAID['visit.requires_live_consent'].forSome,
  'visit.consent_exceptions': codes,
  'consent.validity': (value) => SAID['consent.validity'].until[value],
  'consent.annual_renewal_task': (value) =>
    value === 'district_choice' ? SAID['consent.annual_renewal_task'].asDistrict : value,
  'parent_notice.on_recommendation': yesNo,
  'parent_notice.yearly_services': yesNo,
  'parent_notice.on_service_change': yesNo,
  'minor_self_consent.enabled': (value) => SAID['minor_self_consent.enabled'].how[value],
  'minor_self_consent.licenses': (list) =>
    list.length === 0
      ? none
      : listed(list.map((code) => SAID['minor_self_consent.licenses'].names[code] ?? plain(code))),
  'minor_self_consent.grounds': codes,
  'parent_portal.hide_minor_self': yesNo,
  'suppression.n': String,
  'suppression.min_denominator': (value) => (value === null ? SAID['suppression.min_denominator'].same : String(value)),
  'retention.visit_years': (value) =>
    value === null ? SAID['retention.visit_years'].asState : SAID['retention.visit_years'].years(value),
  'export.periods': (list) => listed(list.map(plain)),
  'time_logging.required_roles': (list) =>
    list.length === 0
      ? SAID['time_logging.required_roles'].nobody
      : listed(list.map((code) => label('PROVIDER', code))),
  'time_logging.categories': (value) => SAID['time_logging.categories'].by[value === 'ASCA' ? 'ASCA' : 'TEXAS'],
  'windows.offer_days': days,
  'windows.init_days': days,
  'windows.one_month_days': days,
  'windows.grace_days': days,
  'windows.feedback_days': days,
};

/** `{ about: 'A consent holds', words: 'for the school year' }` */
export function ruleWords<N extends RuleName>({ name, value }: RuleOfDay<N>): { about: string; words: string } {
  return { about: SAID[name].about, words: TOLD[name](value) };
}
