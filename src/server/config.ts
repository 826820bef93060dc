import { readFileSync } from 'node:fs';
import { ROLES } from '../access/actions.ts';
import { KeyRing } from '../access/keys.ts';

export interface Config {
  port: number;
  publicUrl: string;
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
  district: { state: string; leaId: string; ncesId: string; name: string };
  timeZone: string;
  suppressionN: number;
  exportDir: string;
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
  DISTRICT: {
    what: 'state, state LEA id, NCES id and name, JSON',
    example: '{"state":"CT","leaId":"0150011","ncesId":"0900450","name":"Harborview Public Schools"}',
  },
  TIME_ZONE: { what: 'time zone of the schools', fallback: 'America/New_York', example: 'America/New_York' },
  SUPPRESSION_N: { what: 'least number of students that an export may show (5 to 30)', fallback: '10', example: '10' },
  EXPORT_DIR: { what: 'folder for export packages', fallback: 'exports', example: '/var/lib/student-support/exports' },
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

  const sisUrl = attempt('SIS_URL', webAddress);
  const config: Config = {
    port: attempt('PORT', wholeNumber(0, 65535)),
    publicUrl: attempt('PUBLIC_URL', webAddress),
    sisUrl,
    trustProxy: attempt('TRUST_PROXY', (value) => (value === 'false' ? false : value)),
    databaseUrl: text('DATABASE_URL'),
    databaseReadUrl: text('DATABASE_READ_URL') || undefined,
    issuer: text('OIDC_ISSUER') || `${sisUrl}/oauth2/`,
    clientId: text('OIDC_CLIENT_ID'),
    clientSecret: text('OIDC_CLIENT_SECRET'),
    sessionKeys: attempt('SESSION_KEYS', KeyRing.parse),
    noteKeys: attempt('NOTE_KEYS', KeyRing.parse),
    auditKeys: attempt('AUDIT_KEYS', KeyRing.parse),
    roleMap: attempt('ROLE_MAP', roleMap),
    district: attempt('DISTRICT', district),
    timeZone: attempt('TIME_ZONE', timeZone),
    suppressionN: attempt('SUPPRESSION_N', wholeNumber(5, 30)),
    exportDir: text('EXPORT_DIR'),
    logLevel: attempt('LOG_LEVEL', oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent')),
  };
  if (faults.length > 0) throw new Error(`Settings at fault:\n${faults.map((f) => `  ${f}`).join('\n')}`);
  return config;
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
