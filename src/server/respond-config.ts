import { randomBytes } from 'node:crypto';
import { KeyRing } from '../access/keys.ts';
import { type Config, processSettings } from './config.ts';
import { type Environment, Given } from './given.ts';
import * as values from './setting-values.ts';

// A process that the whole world may reach holds as few secrets as it can: whoever breaks into it finds no key to notes,
// none that signs a session of staff, and not the client's secret at the SIS.

/** What such a process does not read. */
const NOT_HERE = [
  ...(['issuer', 'clientId', 'clientSecret', 'noteKeys', 'roleMap'] as const),
  ...(['configDir', 'profile', 'district', 'suppressionN', 'exportDir'] as const),
];

/** The settings of `serve --only respond`. Throws one Error that lists all faults and shows no value. */
export function readRespondConfig(env: Environment): Config {
  const given = new Given(env);
  // Read where it is set, to be another one; an agency's process may do without it.
  const staffUrl = given.has('PUBLIC_URL') ? given.read('PUBLIC_URL', values.webAddress) : undefined;
  const respondUrl = given.has('RESPOND_URL')
    ? given.read('RESPOND_URL', values.otherThan(staffUrl))
    : given.missing('RESPOND_URL');
  const config = {
    ...processSettings(given),
    publicUrl: respondUrl,
    respondUrl,
    // Nothing here is shown in another one's frame.
    sisUrl: respondUrl,
    databaseReadUrl: undefined,
    // Nobody is signed in here, whatever the browser brings: no cookie bears this signature.
    sessionKeys: KeyRing.parse(`none:${randomBytes(32).toString('base64')}`),
  };
  given.end();
  for (const name of NOT_HERE)
    Object.defineProperty(config, name, {
      get: () => {
        throw new Error(`serve --only respond has no ${name}.`);
      },
    });
  return config as unknown as Config;
}
