import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig, readDatabaseUrl, SETTINGS } from '../../src/server/config.ts';
import { readRespondConfig } from '../../src/server/respond-config.ts';

// A setting that is wrong stops the start: no part of the service runs on what somebody did not mean.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const key = (id: string) => `${id}:${Buffer.alloc(32, 1).toString('base64')}`;
const GOOD: Record<string, string> = {
  PUBLIC_URL: 'https://support.example.org',
  SIS_URL: 'https://sis.example.org',
  DATABASE_URL: 'sqlite:unused',
  OIDC_CLIENT_ID: 'client',
  OIDC_CLIENT_SECRET: 'secret',
  SESSION_KEYS: key('s1'),
  NOTE_KEYS: key('n1'),
  AUDIT_KEYS: key('a1'),
  DISTRICT: JSON.stringify({ state: 'CT', leaId: '1', ncesId: '1', name: 'Harborview' }),
};

const faults = (
  more: Record<string, string>,
  read: (env: Record<string, string>) => unknown = readConfig,
): string[] => {
  try {
    read({ ...GOOD, ...more });
    return [];
  } catch (thrown) {
    return (thrown as Error).message.split('\n  ').slice(1);
  }
};
const fileWith = (text: string) => {
  const file = path.join(folder, 'secret');
  writeFileSync(file, text);
  return file;
};
const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '']));
const REQUIRED = Object.keys(GOOD);
const SECRETS = Object.keys(SETTINGS).filter((name) => SETTINGS[name]?.secret);
/** A value of a secret that is good. */
const secretOf = (name: string) => GOOD[name] ?? (name === 'METRICS_TOKEN' ? 't'.repeat(20) : 'mssql://u:p@db/x');

it('takes settings that are good', () => {
  expect(faults({})).toEqual([]);
});

describe('a setting without a value', () => {
  it.each(REQUIRED)('%s is missing', (name) => {
    for (const value of ['', '   '])
      expect(faults({ [name]: value })).toEqual([expect.stringMatching(`^${name} is missing: `)]);
  });

  it('all that are missing are told together', () => {
    expect(faults(without(...REQUIRED))).toHaveLength(REQUIRED.length);
  });

  it.each([
    'PORT',
    'TRUST_PROXY',
    'ROLE_MAP',
    'STATE_PROFILE',
    'TIME_ZONE',
    'SUPPRESSION_N',
    'EXPORT_DIR',
    'LOG_LEVEL',
  ])('%s is not what holds when it is left out', (name) => {
    expect(faults({ [name]: '' })).toEqual([expect.stringMatching(`^${name}: `)]);
  });

  it.each(['RESPOND_URL', 'DATABASE_READ_URL', 'OIDC_ISSUER', 'CONFIG_DIR', 'METRICS_TOKEN'])(
    '%s may be so',
    (name) => {
      expect(faults({ [name]: '' })).toEqual([]);
    },
  );
});

describe('a secret in a file', () => {
  it.each(SECRETS)('%s: counts when the variable itself is there and empty', (name) => {
    const config = readConfig({ ...GOOD, [name]: '', [`${name}_FILE`]: fileWith(`${secretOf(name)}\n`) });
    if (name === 'METRICS_TOKEN') expect(config.metricsToken).toBe(secretOf(name));
    if (name === 'DATABASE_READ_URL') expect(config.databaseReadUrl).toBe(secretOf(name));
    if (name === 'OIDC_CLIENT_SECRET') expect(config.clientSecret).toBe(secretOf(name));
  });

  it.each(SECRETS)('%s: not beside another value, not empty, not nowhere', (name) => {
    const file = `${name}_FILE`;
    const both = { [name]: secretOf(name), [file]: fileWith(secretOf(name)) };
    expect(faults(both)).toEqual([`${name} and ${file} are both set: leave one of them out`]);
    for (const empty of ['', ' \n'])
      expect(faults({ [name]: '', [file]: fileWith(empty) })).toEqual([`${name} is missing: ${file} is empty`]);
    expect(faults({ [name]: '', [file]: path.join(folder, 'none') })).toEqual([`${file} cannot be read`]);
    // A name of a file that is empty is none.
    expect(faults({ [name]: secretOf(name), [file]: '' })).toEqual([]);
  });

  it('the database of a migration is read in the same way', () => {
    expect(readDatabaseUrl({ DATABASE_URL: '', DATABASE_URL_FILE: fileWith('sqlite:x') })).toBe('sqlite:x');
    expect(() => readDatabaseUrl({ DATABASE_URL: '' })).toThrow('DATABASE_URL is missing');
    expect(() => readDatabaseUrl({ DATABASE_URL: 'sqlite:y', DATABASE_URL_FILE: fileWith('sqlite:x') })).toThrow(
      'both',
    );
  });
});

describe('OIDC_ISSUER', () => {
  it.each([
    'https://sis.example.org/oauth2/',
    'https://sis.example.org',
    'http://localhost:4000/oauth2/',
    'http://127.0.0.1/x',
    'http://[::1]:1/',
  ])('%s is taken, letter by letter', (issuer) => {
    expect(readConfig({ ...GOOD, OIDC_ISSUER: issuer }).issuer).toBe(issuer);
  });

  it.each([
    'http://sis.example.org/oauth2/',
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org',
    'ftp://localhost/',
  ])('%s would send the secret in the clear', (issuer) => {
    expect(faults({ OIDC_ISSUER: issuer })).toEqual(['OIDC_ISSUER: has to begin with https://']);
  });

  it('is an address', () => {
    expect(faults({ OIDC_ISSUER: 'the SIS' })).toHaveLength(1);
    expect(faults({ OIDC_ISSUER: 'https://sis.example.org/?x=1' })).toHaveLength(1);
  });
});

describe('serve --only respond', () => {
  const ONLY = { DATABASE_URL: 'sqlite:unused', AUDIT_KEYS: key('a1'), RESPOND_URL: 'https://respond.example.org' };

  it('needs its address, the database and the keys of the audit', () => {
    const config = readRespondConfig(ONLY);
    expect([config.publicUrl, config.databaseUrl, config.port]).toEqual([ONLY.RESPOND_URL, 'sqlite:unused', 4001]);
    for (const name of Object.keys(ONLY))
      expect(() => readRespondConfig({ ...ONLY, [name]: '' })).toThrow(`${name} is missing`);
  });

  it('has no other secret, even where one is set', () => {
    const config = readRespondConfig({ ...GOOD, ...ONLY });
    for (const name of ['noteKeys', 'clientSecret', 'clientId'] as const)
      expect(() => config[name]).toThrow(`serve --only respond has no ${name}.`);
    expect(config.sessionKeys.find('s1')).toBeUndefined();
  });

  it('is not at the address of the staff, where that is known', () => {
    expect(faults({ ...ONLY, RESPOND_URL: GOOD.PUBLIC_URL as string }, readRespondConfig)).toEqual([
      'RESPOND_URL: has to be another address than PUBLIC_URL',
    ]);
  });
});
