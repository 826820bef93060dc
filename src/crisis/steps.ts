import type { Config } from '../server/config.ts';
import type { CrisisFile } from '../settings/config-dir/crisis-file.ts';

/** What is shown where a district has no steps of its own. Nobody is called by it: only a district can say who that is. */
export const USUAL: CrisisFile = {
  steps: [
    { key: 'stay', words: 'Stay with the student, or have another adult stay.' },
    { key: 'emergency', words: 'Call emergency services when somebody’s life is in danger.' },
    { key: 'safe-place', words: 'Make the place safe, and move others away.' },
    { key: 'tell', words: 'Tell the person whom your district names.' },
    { key: 'procedure', words: 'Follow your district’s procedure for this kind of crisis.' },
    { key: 'hand-over', words: 'Hand the student over to an adult, and say who takes care from now on.' },
  ],
  call: [],
};

/** The steps and people that hold here. `isBroken`: the district has a list, but it cannot be used. */
export function procedureOf({ configDir }: Config): CrisisFile & { isOwn: boolean; isBroken: boolean } {
  const own = configDir?.crisis;
  return { ...(own ?? USUAL), isOwn: own !== undefined, isBroken: (configDir?.crisisFaults.length ?? 0) > 0 };
}
