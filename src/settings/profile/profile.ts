// What differs from state to state, as data: each rule with its value and where that comes from. A profile has editions,
// each from a day on, because the law of the day is what counts.

export type ConsentMode = 'none' | 'opt_out' | 'opt_in';

/** What a family is asked about. Counseling is health-related, and is said for itself. */
export type ServiceGroup = 'counseling' | 'health_related' | 'health_care';

/** The values of all rules. Their names are those that the documents use. */
export interface Rules {
  /** Before a visit with such a service may be saved. Support that is neither needs no consent. */
  'visit.consent_mode': { health_related: ConsentMode; health_care: ConsentMode };
  /** Which services of the code set are what; the others are free. */
  'visit.service_groups': Record<ServiceGroup, string[]>;
  'visit.requires_live_consent': 'never' | 'opt_in_services';
  'visit.consent_exceptions': string[];
  'consent.validity': 'until_revoked' | 'until_revoked_or_school_year' | 'school_year';
  'consent.annual_renewal_task': 'no' | 'district_choice' | 'yes';
  'parent_notice.on_recommendation': boolean;
  'parent_notice.yearly_services': boolean;
  'parent_notice.on_service_change': boolean;
  'minor_self_consent.enabled': 'no' | 'by_license' | 'by_ground';
  'minor_self_consent.licenses': string[];
  'minor_self_consent.grounds': string[];
  'parent_portal.hide_minor_self': boolean;
  /** Fewest students that a package may show. */
  'suppression.n': number;
  /** null: the same as suppression.n. */
  'suppression.min_denominator': number | null;
  /** Years after the student left; null: as the state's schedule says. */
  'retention.visit_years': number | null;
  'export.periods': ('semester' | 'year' | 'six_weeks')[];
  /** Provider types. */
  'time_logging.required_roles': string[];
  'time_logging.categories': 'ASCA' | 'TEXAS_PROGRAM';
  /** Days. Breaks of more than five days do not count in them. */
  'windows.offer_days': number;
  'windows.init_days': number;
  'windows.one_month_days': number;
  'windows.grace_days': number;
  'windows.feedback_days': number;
}

export type RuleName = keyof Rules;

/** What nothing in the product follows yet: a file may say it, and the page of the profile says that it has no effect. */
export const NOT_IN_EFFECT: ReadonlySet<RuleName> = new Set<RuleName>([
  'consent.annual_renewal_task',
  'parent_notice.yearly_services',
  'parent_notice.on_service_change',
  'minor_self_consent.enabled',
  'minor_self_consent.licenses',
  'minor_self_consent.grounds',
  'parent_portal.hide_minor_self',
  'suppression.min_denominator',
  'retention.visit_years',
  'export.periods',
]);

/** A rule's value and why it is that. */
export type Edition = { [N in RuleName]: { value: Rules[N]; because: string } };

export interface Profile {
  format: number;
  /** `default`, `CT`, `TX`, or a district's own word. */
  code: string;
  name: string;
  /** Day on which somebody last compared it with its sources. */
  dated: string;
  source: string;
  /** Oldest first. */
  editions: { from: string; rules: Edition }[];
}

/** What the district calls a legitimate educational interest, and which wording that is. */
export interface Interest {
  text: string;
  version: string;
}

/** What holds in this district: a state's profile, and over it what the district's own file says. */
export interface StateProfile {
  state: Profile;
  district:
    | (Omit<Profile, 'editions'> & { editions: { from: string; rules: Partial<Edition> }[]; interest?: Interest })
    | undefined;
}

export interface RuleOfDay<N extends RuleName = RuleName> {
  name: N;
  value: Rules[N];
  because: string;
  by: 'state' | 'district';
}

/** Every rule as it holds on a day (YYYY-MM-DD). Before its first edition a profile is as in the first one. */
export function rulesOn({ state, district }: StateProfile, day: string): RuleOfDay[] {
  const ofState = (state.editions.findLast(({ from }) => from <= day) ?? state.editions[0])?.rules as Edition;
  const ofDistrict: Partial<Edition> = {};
  for (const edition of district?.editions ?? []) if (edition.from <= day) Object.assign(ofDistrict, edition.rules);
  return (Object.keys(ofState) as RuleName[]).map((name) => {
    const own = ofDistrict[name];
    const rule = own ?? ofState[name];
    return { name, value: rule.value, because: rule.because, by: own ? 'district' : 'state' };
  });
}

const ofLastDay = new WeakMap<StateProfile, { day: string; rules: Rules }>();

/** The values alone: what the product asks for, several times for a page and nearly always of the same day. */
export function profileFor(profile: StateProfile, day: string): Rules {
  const known = ofLastDay.get(profile);
  if (known?.day === day) return known.rules;
  const rules = Object.fromEntries(rulesOn(profile, day).map(({ name, value }) => [name, value])) as unknown as Rules;
  ofLastDay.set(profile, { day, rules });
  return rules;
}
