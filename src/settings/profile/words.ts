import { label } from '../../codes/service.ts';
import { listed } from '../../server/words.ts';
import type { ConsentMode, RuleName, RuleOfDay, Rules } from './profile.ts';

// A profile's rules as sentences, for people who will never read the file.

interface Told<N extends RuleName> {
  about: string;
  words(value: Rules[N]): string;
}

const MODES: Record<ConsentMode, string> = {
  none: 'no consent needed',
  opt_out: 'given unless a parent withholds it',
  opt_in: 'asked for first',
};

const yesNo = (value: boolean) => (value ? 'yes' : 'no');
const plain = (code: string) => code.toLowerCase().replaceAll('_', ' ');
const codes = (list: string[]) => (list.length === 0 ? 'none' : listed(list.map(plain)));

const services = (list: string[]) => (list.length === 0 ? 'none' : listed(list.map((code) => label('SERVICE', code))));

const TOLD: { [N in RuleName]: Told<N> } = {
  'visit.consent_mode': {
    about: 'A parent’s consent before a visit',
    words: ({ health_related, health_care }) =>
      health_related === health_care
        ? MODES[health_related]
        : `health-related services: ${MODES[health_related]}; health-care services: ${MODES[health_care]}`,
  },
  'visit.service_groups': {
    about: 'Services that a parent is asked about',
    words: ({ counseling, health_related, health_care }) =>
      [
        `counseling: ${services(counseling)}`,
        `other health-related services: ${services(health_related)}`,
        `health care: ${services(health_care)}`,
      ].join('; '),
  },
  'visit.requires_live_consent': {
    about: 'A visit is saved only with a consent on file',
    words: (value) => (value === 'never' ? 'no' : 'for services that need consent first'),
  },
  'visit.consent_exceptions': { about: 'Exceptions from consent', words: codes },
  'consent.validity': {
    about: 'A consent holds',
    words: (value) =>
      ({
        until_revoked: 'until it is revoked',
        until_revoked_or_school_year: 'until it is revoked, or to the end of the school year',
        school_year: 'for the school year',
      })[value],
  },
  'consent.annual_renewal_task': {
    about: 'Asked for anew each year',
    words: (value) => (value === 'district_choice' ? 'as the district chooses' : value),
  },
  'parent_notice.on_recommendation': { about: 'Parents are told of a recommended intervention', words: yesNo },
  'parent_notice.yearly_services': { about: 'Parents are told of all services each year', words: yesNo },
  'parent_notice.on_service_change': { about: 'Parents are told when services change', words: yesNo },
  'minor_self_consent.enabled': {
    about: 'A student under age may consent alone',
    words: (value) =>
      ({ no: 'no', by_license: 'with certain licensed clinicians', by_ground: 'on certain grounds' })[value],
  },
  'minor_self_consent.licenses': { about: 'Licenses for that', words: (list) => (list.length ? listed(list) : 'none') },
  'minor_self_consent.grounds': { about: 'Grounds for that', words: codes },
  'parent_portal.hide_minor_self': { about: 'What the student consented to alone is kept from parents', words: yesNo },
  'suppression.n': { about: 'Fewest students that a package shows', words: String },
  'suppression.min_denominator': {
    about: 'Fewest students that a share is taken of',
    words: (value) => (value === null ? 'the same' : String(value)),
  },
  'retention.visit_years': {
    about: 'Visits are kept',
    words: (value) => (value === null ? 'as the state’s schedule says' : `${value} years after the student left`),
  },
  'export.periods': { about: 'Periods of packages', words: (list) => listed(list.map(plain)) },
  'time_logging.required_roles': {
    about: 'Who has to log time',
    words: (list) => (list.length === 0 ? 'nobody' : listed(list.map((code) => label('PROVIDER', code)))),
  },
  'time_logging.categories': {
    about: 'Time is counted by',
    words: (value) =>
      value === 'ASCA' ? 'the categories of the American School Counselor Association' : 'the Texas program components',
  },
};

/** `{ about: 'A consent holds', words: 'for the school year' }` */
export function ruleWords<N extends RuleName>({ name, value }: RuleOfDay<N>): { about: string; words: string } {
  const told = TOLD[name];
  return { about: told.about, words: told.words(value) };
}
