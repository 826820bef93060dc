import type { Config } from '../../server/config.ts';
import { profileFor } from './profile.ts';

/**
 * Fewest students that a package made on this day (YYYY-MM-DD) may show: what the setting says, and never fewer than the
 * state profile says on that day. A service that runs over the first day of a new edition keeps it from then on.
 */
export function fewestShown({ suppressionN, profile }: Pick<Config, 'suppressionN' | 'profile'>, day: string): number {
  return Math.max(suppressionN, profileFor(profile, day)['suppression.n']);
}
