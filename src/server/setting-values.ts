import { isIP } from 'node:net';
import { ROLES } from '../access/actions.ts';
import type { ConfigDir, readConfigDir } from '../settings/config-dir/folder.ts';
import type { Config } from './config.ts';

// What a setting's text means. Each throws an Error that says what it should be, and never shows the text.

/** Is this address one of this very computer? Only then may it do without https. */
export function isOnThisComputer(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

function secureAddress(value: string): URL {
  const url = new URL(value);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOnThisComputer(url)))
    throw new Error('has to begin with https://');
  return url;
}

export function webAddress(value: string): string {
  const url = secureAddress(value);
  if (url.pathname !== '/' || url.search || url.hash) throw new Error('is an address without a path');
  return url.origin;
}

/** An issuer is compared letter by letter: it stays as it was typed. */
export function issuerAddress(value: string): string {
  const url = secureAddress(value);
  if (url.search || url.hash) throw new Error('is an address without ? and #');
  return value;
}

export const optional =
  <T>(read: (value: string) => T) =>
  (value: string) =>
    value === '' ? undefined : read(value);

export const otherThan = (publicUrl: string | undefined) => (value: string) => {
  const url = webAddress(value);
  // Cookies do not know ports, browsers' other borders do: another host, or at least another port.
  if (url === publicUrl) throw new Error('has to be another address than PUBLIC_URL');
  return url;
};

export function listing({ configDir, faults }: ReturnType<typeof readConfigDir>): ConfigDir {
  if (faults.length > 0) throw new Error(faults.join('\n  CONFIG_DIR: '));
  return configDir;
}

const [LEAST_N, MOST_N] = [5, 30];

/** `least`: what the state profile says; undefined: nothing that has to be kept here. */
export const suppression = (least: number | undefined) => (value: string) => {
  const number = wholeNumber(LEAST_N, MOST_N)(value);
  if (least === undefined || number >= least) return number;
  throw new Error(`is a whole number from ${least} to ${MOST_N}: the state profile says at least ${least}`);
};

export function folder(value: string): string {
  if (value === '') throw new Error('is the path of a folder');
  return value;
}

const LEAST_TOKEN = 20;

export function longEnough(value: string): string {
  if (value.length < LEAST_TOKEN) throw new Error(`has fewer than ${LEAST_TOKEN} characters`);
  return value;
}

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** `false`, or addresses and networks (10.0.0.0/8) with commas between. Never all: whoever asks could say who it is. */
export function proxies(value: string): string | false {
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

export const wholeNumber = (least: number, most: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || value.trim() === '' || number < least || number > most) {
    throw new Error(`is a whole number from ${least} to ${most}`);
  }
  return number;
};

export const oneOf =
  (...choices: string[]) =>
  (value: string) => {
    if (!choices.includes(value)) throw new Error(`is one of ${choices.join(', ')}`);
    return value;
  };

export function roleMap(value: string): Record<string, string> {
  const map = JSON.parse(value) as Record<string, string>;
  for (const ours of Object.values(map)) {
    if (!(ROLES as readonly string[]).includes(ours)) throw new Error(`knows only the roles ${ROLES.join(', ')}`);
  }
  return map;
}

export function district(value: string): Config['district'] {
  const facts = JSON.parse(value) as Config['district'];
  for (const name of ['state', 'leaId', 'ncesId', 'name'] as const) {
    if (typeof facts[name] !== 'string' || facts[name] === '') throw new Error(`needs ${name}`);
  }
  return facts;
}

export function timeZone(value: string): string {
  new Intl.DateTimeFormat('en-US', { timeZone: value });
  return value;
}
