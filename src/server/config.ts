import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { ROLES } from '../access/actions.ts';
import { KeyRing } from '../access/keys.ts';
import { type ConfigDir, readConfigDir } from '../settings/config-dir/folder.ts';
import { profileFor, type StateProfile } from '../settings/profile/profile.ts';
import { readStateProfile } from '../settings/profile/read.ts';

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
  suppressionN: number;
  exportDir: string;
  /** Whoever shows it may read /metrics from anywhere; undefined: from this computer only. */
  metricsToken: string | undefined;
  logLevel: string;
}

interface Setting {
  what: string;
  fallback?: string;
  secret?: boolean;
  example: string;
}

const DEFAULT_ROLE_MAP = JSON.stringify({
  'School counselor': 'support_staff',
  'School social worker': 'support_staff',
  'School psychologist': 'support_staff',
  'School nurse': 'support_staff',
  Principal: 'school_admin',
  'District administrator': 'district_admin',
  'State consultant': 'state_consultant',
  'System administrator': 'system_admin',
});

/** All settings: what they mean, what holds when they are left out. `.env.example` and docs are held to this list. */
export const SETTINGS: Record<string, Setting> = {
  PORT: { what: 'port on which the service listens', fallback: '4001', example: '4001' },
  PUBLIC_URL: { what: 'address of the service as browsers see it', example: 'https://support.example.org' },
  RESPOND_URL: {
    what: 'another address of the service, as agencies see it, for serve --only respond',
    fallback: '',
    example: 'https://respond.example.org',
  },
  SIS_URL: { what: 'address of the SIS; only its pages may frame ours', example: 'https://sis.example.org' },
  TRUST_PROXY: {
    what: 'addresses of the reverse proxy whose forwarded headers count, or false',
    fallback: 'false',
    example: '127.0.0.1',
  },
  DATABASE_URL: {
    what: 'sqlite:path, or mssql://user:password@host:1433/database?encrypt=true&trustServerCertificate=false',
    secret: true,
    example: 'sqlite:data/support.sqlite',
  },
  DATABASE_READ_URL: {
    what: 'another mssql:// login, perhaps on a readable copy: reports and exports are read there, nothing else is',
    fallback: '',
    secret: true,
    example: 'mssql://student_support_reader:change-me@replica.example.org:1433/support?encrypt=true',
  },
  OIDC_ISSUER: {
    what: 'issuer of the SIS; left out: SIS_URL + /oauth2/',
    fallback: '',
    example: 'https://sis.example.org/oauth2/',
  },
  OIDC_CLIENT_ID: { what: 'client id that the SIS made for the plugin', example: 'c0ffee' },
  OIDC_CLIENT_SECRET: { what: 'client secret that the SIS made for the plugin', secret: true, example: 'change-me' },
  SESSION_KEYS: {
    what: 'keys that sign sessions and forms, id:base64 (32 bytes), comma between, the first one signs',
    secret: true,
    example: 's1:…',
  },
  NOTE_KEYS: {
    what: 'keys that encrypt notes, as SESSION_KEYS; keep old ones as long as notes exist',
    secret: true,
    example: 'n1:…',
  },
  AUDIT_KEYS: { what: 'keys that chain the audit, as SESSION_KEYS', secret: true, example: 'a1:…' },
  ROLE_MAP: { what: 'roles of the SIS to ours, JSON', fallback: DEFAULT_ROLE_MAP, example: DEFAULT_ROLE_MAP },
  CONFIG_DIR: {
    what: 'folder of the district’s own codes.json, crisis.json and profile.json; nothing is written there',
    fallback: '',
    example: '/etc/student-support',
  },
  STATE_PROFILE: {
    what: 'default, CT, TX, or a file: what differs by state',
    fallback: 'default',
    example: 'CT',
  },
  DISTRICT: {
    what: 'state, state LEA id, NCES id and name, JSON',
    example: '{"state":"CT","leaId":"0150011","ncesId":"0900450","name":"Harborview Public Schools"}',
  },
  TIME_ZONE: { what: 'time zone of the schools', fallback: 'America/New_York', example: 'America/New_York' },
  SUPPRESSION_N: {
    what: 'least number of students that an export may show (5 to 30, and not fewer than the state profile says)',
    fallback: '10',
    example: '10',
  },
  EXPORT_DIR: { what: 'folder for export packages', fallback: 'exports', example: '/var/lib/student-support/exports' },
  METRICS_TOKEN: {
    what: 'whoever sends it as Bearer may read /metrics from anywhere; left out: only this computer may',
    fallback: '',
    secret: true,
    example: 'change-me',
  },
  LOG_LEVEL: { what: 'trace, debug, info, warn, error or silent', fallback: 'info', example: 'info' },
};

/** Reads every setting once; secrets also from `NAME_FILE`. Throws one Error that lists all faults and shows no value. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const text = (name: string): string => {
    const setting = SETTINGS[name] as Setting;
    const value =
      env[name] ?? (setting.secret ? secretFromFile(env[`${name}_FILE`], name, faults) : undefined) ?? setting.fallback;
    if (value === undefined) faults.push(`${name} is missing: ${setting.what}`);
    return value ?? '';
  };
  const attempt = <T>(name: string, read: (value: string) => T): T => {
    const value = text(name);
    try {
      return read(value);
    } catch (fault) {
      if (env[name] !== undefined || value !== '') faults.push(`${name}: ${(fault as Error).message}`);
      return undefined as T;
    }
  };

  const configDir = attempt(
    'CONFIG_DIR',
    optional((folder) => listing(readConfigDir(folder))),
  );
  const state = attempt('STATE_PROFILE', readStateProfile);
  const profile = { state, district: configDir?.profile };
  const sisUrl = attempt('SIS_URL', webAddress);
  const publicUrl = attempt('PUBLIC_URL', webAddress);
  const config: Config = {
    port: attempt('PORT', wholeNumber(0, 65535)),
    publicUrl,
    respondUrl: attempt('RESPOND_URL', optional(otherThan(publicUrl))),
    sisUrl,
    trustProxy: attempt('TRUST_PROXY', proxies),
    databaseUrl: text('DATABASE_URL'),
    databaseReadUrl: text('DATABASE_READ_URL') || undefined,
    issuer: text('OIDC_ISSUER') || `${sisUrl}/oauth2/`,
    clientId: text('OIDC_CLIENT_ID'),
    clientSecret: text('OIDC_CLIENT_SECRET'),
    sessionKeys: attempt('SESSION_KEYS', KeyRing.parse),
    noteKeys: attempt('NOTE_KEYS', KeyRing.parse),
    auditKeys: attempt('AUDIT_KEYS', KeyRing.parse),
    roleMap: attempt('ROLE_MAP', roleMap),
    configDir,
    profile,
    district: attempt('DISTRICT', district),
    timeZone: attempt('TIME_ZONE', timeZone),
    suppressionN: attempt(
      'SUPPRESSION_N',
      atLeastOfState(state ? profile : undefined, env.SUPPRESSION_N === undefined),
    ),
    exportDir: text('EXPORT_DIR'),
    metricsToken: attempt('METRICS_TOKEN', optional(longEnough)),
    logLevel: attempt('LOG_LEVEL', oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent')),
  };
  if (faults.length > 0) throw new Error(`Settings at fault:\n${faults.map((f) => `  ${f}`).join('\n')}`);
  return config;
}

/** DATABASE_URL alone: whoever migrates has a login of its own, and needs no other setting. Throws when it is missing. */
export function readDatabaseUrl(env: Record<string, string | undefined>): string {
  const faults: string[] = [];
  const url = env.DATABASE_URL ?? secretFromFile(env.DATABASE_URL_FILE, 'DATABASE_URL', faults);
  if (!url) throw new Error(faults[0] ?? `DATABASE_URL is missing: ${SETTINGS.DATABASE_URL?.what}`);
  return url;
}

function secretFromFile(file: string | undefined, name: string, faults: string[]): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE cannot be read`);
    return '';
  }
}

function webAddress(value: string): string {
  const url = new URL(value);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) throw new Error('has to begin with https://');
  if (url.pathname !== '/' || url.search || url.hash) throw new Error('is an address without a path');
  return url.origin;
}

const optional =
  <T>(read: (value: string) => T) =>
  (value: string) =>
    value === '' ? undefined : read(value);

const otherThan = (publicUrl: string | undefined) => (value: string) => {
  const url = webAddress(value);
  // Cookies do not know ports, browsers' other borders do: another host, or at least another port.
  if (url === publicUrl) throw new Error('has to be another address than PUBLIC_URL');
  return url;
};

function listing({ configDir, faults }: ReturnType<typeof readConfigDir>): ConfigDir {
  if (faults.length > 0) throw new Error(faults.join('\n  CONFIG_DIR: '));
  return configDir;
}

const [LEAST_N, MOST_N] = [5, 30];

/** Whoever leaves SUPPRESSION_N out gets what the state profile says, if that is more than is usual. */
const atLeastOfState = (profile: StateProfile | undefined, isLeftOut: boolean) => (value: string) => {
  const number = wholeNumber(LEAST_N, MOST_N)(value);
  const least = profile ? profileFor(profile, new Date().toISOString().slice(0, 10))['suppression.n'] : LEAST_N;
  if (number >= least) return number;
  if (isLeftOut) return least;
  throw new Error(`is a whole number from ${least} to ${MOST_N}: the state profile says at least ${least}`);
};

const LEAST_TOKEN = 20;

function longEnough(value: string): string {
  if (value.length < LEAST_TOKEN) throw new Error(`has fewer than ${LEAST_TOKEN} characters`);
  return value;
}

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** `false`, or addresses and networks (10.0.0.0/8) with commas between. Never all: whoever asks could say who it is. */
function proxies(value: string): string | false {
  if (value === 'false') return false;
  for (const one of value.split(',').map((part) => part.trim())) {
    const [address, bits] = one.split('/');
    const most = isIP(address ?? '') === 6 ? 128 : 32;
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
    if (!NAMED_NETWORKS.includes(one) && (isIP(address ?? '') === 0 || !isNetwork))
      throw new Error('is false, or addresses such as 127.0.0.1 or 10.1.0.0/16 with commas between');
  }
  return value;
}

const wholeNumber = (least: number, most: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || value.trim() === '' || number < least || number > most) {
    throw new Error(`is a whole number from ${least} to ${most}`);
  }
  return number;
};

const oneOf =
  (...choices: string[]) =>
  (value: string) => {
    if (!choices.includes(value)) throw new Error(`is one of ${choices.join(', ')}`);
    return value;
  };

function roleMap(value: string): Record<string, string> {
  const map = JSON.parse(value) as Record<string, string>;
  for (const ours of Object.values(map)) {
    if (!(ROLES as readonly string[]).includes(ours)) throw new Error(`knows only the roles ${ROLES.join(', ')}`);
  }
  return map;
}

function district(value: string): Config['district'] {
  const facts = JSON.parse(value) as Config['district'];
  for (const name of ['state', 'leaId', 'ncesId', 'name'] as const) {
    if (typeof facts[name] !== 'string' || facts[name] === '') throw new Error(`needs ${name}`);
  }
  return facts;
}

function timeZone(value: string): string {
  new Intl.DateTimeFormat('en-US', { timeZone: value });
  return value;
}
