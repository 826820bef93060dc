import type { ConsentMode, Rules, ServiceGroup } from '../settings/profile/profile.ts';
import { schoolYear } from '../students/facts.ts';
import type { ConsentState } from './words.ts';

// What a family's words amount to on a day. The last word that holds by then counts; being asked is not one.

export interface Word {
  id: number;
  student: number;
  service_group: string;
  state: ConsentState;
  starts_on: string;
  ends_on: string | null;
}

export interface Standing {
  is: 'given' | 'refused' | 'none';
  /** The day from which it is so; undefined where nothing was said, or a consent has run out. */
  since?: string;
}

/** The last day of the school year in which a day lies. */
export function schoolYearEnd(day: string): string {
  return `${schoolYear(day).slice(5)}-06-30`;
}

export function standingOn(
  words: readonly Word[],
  group: ServiceGroup,
  day: string,
  validity: Rules['consent.validity'],
): Standing {
  const last = words
    .filter((word) => word.service_group === group && word.state !== 'REQUESTED' && word.starts_on <= day)
    .toSorted((a, b) => (a.starts_on === b.starts_on ? a.id - b.id : a.starts_on < b.starts_on ? -1 : 1))
    .at(-1);
  if (!last) return { is: 'none' };
  if (last.state !== 'GIVEN') return { is: 'refused', since: last.starts_on };
  const isOver = last.ends_on !== null && last.ends_on < day;
  const isOfOtherYear = validity === 'school_year' && schoolYearEnd(last.starts_on) < day;
  return isOver || isOfOtherYear ? { is: 'none' } : { is: 'given', since: last.starts_on };
}

/** How a group of services stands under the rules of a day: counseling is health-related. */
export function modeOf(group: ServiceGroup, rules: Rules): ConsentMode {
  return rules['visit.consent_mode'][group === 'health_care' ? 'health_care' : 'health_related'];
}

/** Why a visit with such a service may not be saved; undefined when it may. */
export function obstacle(standing: Standing, group: ServiceGroup, rules: Rules): 'refused' | 'needed' | undefined {
  const mode = modeOf(group, rules);
  if (mode === 'none') return undefined;
  if (standing.is === 'refused') return 'refused';
  const isNeeded = mode === 'opt_in' && rules['visit.requires_live_consent'] === 'opt_in_services';
  return isNeeded && standing.is !== 'given' ? 'needed' : undefined;
}

/** The group that a standard service belongs to; undefined: it needs nobody's consent, whatever the state. */
export function groupOf(service: string, rules: Rules): ServiceGroup | undefined {
  const groups = rules['visit.service_groups'];
  // Where a profile names a service twice, the stricter group counts.
  return (['health_care', 'health_related', 'counseling'] as const).find((group) => groups[group].includes(service));
}

/** Does the profile ask for a parent's word at all? */
export function asksConsent(rules: Rules): boolean {
  const { health_related, health_care } = rules['visit.consent_mode'];
  return health_related !== 'none' || health_care !== 'none';
}
