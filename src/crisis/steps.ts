import type { Config } from '../server/config.ts';
import type { CrisisFile } from '../settings/config-dir/crisis-file.ts';
import * as say from '../words/index.ts';

const KEYS = ['stay', 'emergency', 'safe-place', 'tell', 'procedure', 'hand-over'] as const;

/** What is shown where a district has no steps of its own. Nobody is called by it: only a district can say who that is. */
export const USUAL: CrisisFile = {
  steps: KEYS.map((key) => ({ key, words: say.crisis.steps.usual[key] })),
  call: [],
};

/** The steps and people that hold here. `isBroken`: the district has a list, but it cannot be used. */
export function procedureOf({ configDir }: Config): CrisisFile & { isOwn: boolean; isBroken: boolean } {
  const own = configDir?.crisis;
  return { ...(own ?? USUAL), isOwn: own !== undefined, isBroken: (configDir?.crisisFaults.length ?? 0) > 0 };
}
