import { createHash } from 'node:crypto';
import { isTaken } from '../../database/faults.ts';
import { instantNow } from '../../server/clock.ts';
import type { Parts } from '../../server/context.ts';
import type { StateProfile } from './profile.ts';

/** Names everything that the profile says. */
export function digestOf(profile: StateProfile): string {
  return createHash('sha256').update(contentOf(profile)).digest('hex');
}

const contentOf = ({ state, district }: StateProfile) => JSON.stringify({ state, district: district ?? null });

interface NotedRow {
  revision: number;
  digest: string;
}

/**
 * Writes down under which profile the service starts, when it is another one than the last time: a profile changes by a
 * file, and what it was on a day has to be known later. True when it was another one.
 */
export async function noteProfile({ config, database, audit, clock }: Parts): Promise<boolean> {
  const { profile } = config;
  const digest = digestOf(profile);
  try {
    return await database.transaction(async (tx) => {
      const [last] = await tx.run<NotedRow>('settings/profiles', { take: 1 });
      if (last?.digest === digest) return false;
      const revision = (last?.revision ?? 0) + 1;
      const { name, dated } = profile.district ?? profile.state;
      await tx.knex('u_ssp_profile').insert({
        ...{ revision, digest, name, dated },
        content: contentOf(profile),
        noted_at: instantNow(clock),
      });
      await audit.within(tx, {
        ...{ event: 'PROFILE_CHANGED', outcome: 'allowed' as const, reason: 'SYSTEM' as const },
        ...{ actor: null, student: null, request: null },
        subject: `profile:${revision}`,
      });
      return true;
    });
  } catch (thrown) {
    // Another instance started at the same moment and wrote it down.
    if (isTaken(thrown)) return false;
    throw thrown;
  }
}
