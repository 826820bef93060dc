import type { CodeBook } from '../codes/service.ts';
import { DETAIL_DEFAULTS, type VisitInput } from './check.ts';
import type { LastUsed } from './last-used.ts';

// What a form begins with, so that most of it is right already.

const USUAL_SERVICE: Record<string, string> = {
  'School counselor': 'IND_COUNS',
  'School social worker': 'IND_COUNS',
  'School psychologist': 'ASSESS',
  'School nurse': 'NURSE_CARE',
};

/** The service that a role gives most, by the SIS's name of the role. */
export function usualServiceOf(title: string): string | null {
  return USUAL_SERVICE[title] ?? null;
}

/** Whose form, and when. */
export interface Beginning {
  today: string;
  codes: CodeBook;
  /** What the person's role does most; null when there is no usual service. */
  usualService: string | null;
  /** How the person's last visit was; absent or null before the first one. */
  lastUsed?: LastUsed | null;
}

/**
 * What a form begins with: today, the service of the last visit or else of the role, and how the last visit took place. The
 * minutes are not in it: the full form asks for them, by a timer, by start and end, or by a press.
 */
export function freshInput({ today, usualService, lastUsed, codes }: Beginning): VisitInput {
  const service = lastUsed?.service ?? usualService;
  const tier = lastUsed?.service ? lastUsed.tier : service && codes.defaultTier(service);
  const { visit_type, initiator, setting, modality } = lastUsed ?? DETAIL_DEFAULTS;
  return {
    date: today,
    service_1: service ?? '',
    tier_1: service ? String(tier ?? 0) : '',
    ...DETAIL_DEFAULTS,
    ...{ visit_type, initiator, setting, modality },
  };
}
