import { profileFor, type Rules, type StateProfile } from './profile.ts';

/** Days that a measure or a step waits. */
export interface Windows {
  /** From the opening to an offer, and to a first service. */
  offer: number;
  start: number;
  /** How long a service has to last, and how long an answer to that is taken for one. */
  month: number;
  grace: number;
  /** Until the provider answers. */
  feedback: number;
}

/** The windows that hold on a day (YYYY-MM-DD). */
export function windowsOn(profile: StateProfile, day: string): Windows {
  return windowsOf(profileFor(profile, day));
}

function windowsOf(rules: Rules): Windows {
  return {
    offer: rules['windows.offer_days'],
    start: rules['windows.init_days'],
    month: rules['windows.one_month_days'],
    grace: rules['windows.grace_days'],
    feedback: rules['windows.feedback_days'],
  };
}

/** Those of the product, where a district says nothing. */
export const USUAL_WINDOWS: Windows = { offer: 30, start: 60, month: 30, grace: 7, feedback: 14 };
