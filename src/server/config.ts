import { KeyRing } from '../access/keys.ts';
import { type ConfigDir, readConfigDir } from '../settings/config-dir/folder.ts';
import { profileFor, type StateProfile } from '../settings/profile/profile.ts';
import { readStateProfile } from '../settings/profile/read.ts';
import { today } from './clock.ts';
import { type Environment, Given } from './given.ts';
import * as values from './setting-values.ts';

const { optional } = values;

export { SETTINGS } from './settings.ts';

export interface Config {
  port: number;
  publicUrl: string;
  /** Where agencies answer, when a process of its own does that; undefined: nowhere yet. */
  respondUrl: string | undefined;
  sisUrl: string;
  trustProxy: string | boolean;
  databaseUrl: string;
  /** undefined: reports and exports are read where everything is. */
  databaseReadUrl: string | undefined;
  issuer: string;
  clientId: string;
  clientSecret: string;
  sessionKeys: KeyRing;
  noteKeys: KeyRing;
  auditKeys: KeyRing;
  roleMap: Record<string, string>;
  /** The district's own folder; undefined: it has none. */
  configDir: ConfigDir | undefined;
  profile: StateProfile;
  district: { state: string; leaId: string; ncesId: string; name: string };
  timeZone: string;
  /** As the setting says; what holds on a day is `fewestShown`. */
  suppressionN: number;
  exportDir: string;
  /** Whoever shows it may read /metrics from anywhere; undefined: from this computer only. */
  metricsToken: string | undefined;
  logLevel: string;
}

/** Reads every setting once; secrets also from `NAME_FILE`. Throws one Error that lists all faults and shows no value. */
export function readConfig(env: Environment, now = new Date()): Config {
  const given = new Given(env);
  const configDir = given.read(
    'CONFIG_DIR',
    optional((folder) => values.listing(readConfigDir(folder))),
  );
  const state = given.read('STATE_PROFILE', readStateProfile);
  const profile = { state, district: configDir?.profile };
  const sisUrl = given.read('SIS_URL', values.webAddress);
  const publicUrl = given.read('PUBLIC_URL', values.webAddress);
  const common = processSettings(given);
  const config: Config = {
    ...common,
    publicUrl,
    respondUrl: given.read('RESPOND_URL', optional(values.otherThan(publicUrl))),
    sisUrl,
    databaseReadUrl: given.text('DATABASE_READ_URL') || undefined,
    issuer: given.read('OIDC_ISSUER', optional(values.issuerAddress)) ?? `${sisUrl}/oauth2/`,
    clientId: given.text('OIDC_CLIENT_ID'),
    clientSecret: given.text('OIDC_CLIENT_SECRET'),
    sessionKeys: given.read('SESSION_KEYS', KeyRing.parse),
    noteKeys: given.read('NOTE_KEYS', KeyRing.parse),
    roleMap: given.read('ROLE_MAP', values.roleMap),
    configDir,
    profile,
    district: given.read('DISTRICT', values.district),
    suppressionN: given.read('SUPPRESSION_N', values.suppression(leastOfState())),
    exportDir: given.read('EXPORT_DIR', values.folder),
  };
  given.end();
  return config;

  // Whoever leaves it out says nothing against the profile; whoever sets it is told at once that the law is stricter.
  function leastOfState(): number | undefined {
    const { timeZone } = common;
    if (!state || !timeZone || !given.has('SUPPRESSION_N')) return undefined;
    return profileFor(profile, today({ now: () => now, timeZone }))['suppression.n'];
  }
}

/** What any process of ours needs, whatever it answers. */
export function processSettings(given: Given) {
  return {
    port: given.read('PORT', values.wholeNumber(0, 65535)),
    trustProxy: given.read('TRUST_PROXY', values.proxies),
    databaseUrl: given.text('DATABASE_URL'),
    auditKeys: given.read('AUDIT_KEYS', KeyRing.parse),
    timeZone: given.read('TIME_ZONE', values.timeZone),
    metricsToken: given.read('METRICS_TOKEN', optional(values.longEnough)),
    logLevel: given.read('LOG_LEVEL', values.oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent')),
  };
}

/** DATABASE_URL alone: whoever migrates has a login of its own, and needs no other setting. Throws when it is missing. */
export function readDatabaseUrl(env: Environment): string {
  const given = new Given(env);
  const url = given.text('DATABASE_URL');
  given.end();
  return url;
}
