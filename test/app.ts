import type { Express } from 'express';
import request from 'supertest';
import { SESSION_COOKIE, TOLD_COOKIE } from '../src/access/cookies.ts';
import { scopeFromSis, writeScope } from '../src/access/scope.ts';
import { formToken } from '../src/access/tokens.ts';
import { createApp } from '../src/server/app.ts';
import type { Clock } from '../src/server/clock.ts';
import { type Config, readConfig } from '../src/server/config.ts';
import type { Parts } from '../src/server/context.ts';
import { makeLog } from '../src/server/log.ts';
import { buildParts } from '../src/server/serve.ts';
import { NOW, type TestDatabase } from './database.ts';
import type { Person } from './people.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  at: Date;
  pass(minutes: number): void;
}

export function testClock(at = NOW): TestClock {
  return {
    at: new Date(at),
    timeZone: 'America/New_York',
    now() {
      return this.at;
    },
    pass(minutes) {
      this.at = new Date(this.at.getTime() + minutes * 60_000);
    },
  };
}

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

export function testConfig(more: Record<string, string> = {}, now?: Date): Config {
  const env = {
    PUBLIC_URL: 'http://127.0.0.1:4001',
    SIS_URL: 'http://localhost:4000',
    DATABASE_URL: 'sqlite:unused',
    OIDC_CLIENT_ID: 'client',
    OIDC_CLIENT_SECRET: 'secret',
    SESSION_KEYS: key('s1', 1),
    NOTE_KEYS: key('n1', 2),
    AUDIT_KEYS: key('a1', 3),
    DISTRICT: JSON.stringify({ state: 'CT', leaId: '9990011', ncesId: '0999011', name: 'Harborview Public Schools' }),
    LOG_LEVEL: 'silent',
    ...more,
  };
  return readConfig(env, now);
}

export interface TestApp {
  app: Express;
  parts: Parts;
  clock: TestClock;
  /** A browser in which this person is signed in. */
  as(person: Person): Promise<Browser>;
  /** A browser in which nobody is. */
  nobody: Browser;
}

export interface Browser {
  cookie: string;
  token: string;
  get(address: string): request.Test;
  /** Sends a form, with the person's anti-forgery token unless another one is given. */
  post(address: string, form?: Record<string, string | string[]>): request.Test;
}

/** The real app around a test's database and clock. */
export function makeApp(test: TestDatabase, more: Record<string, string> = {}): TestApp {
  const clock = testClock();
  const config = testConfig({ DATABASE_URL: test.url, ...more });
  const parts = buildParts(config, { database: test.database, clock, log: makeLog('silent') });
  const app = createApp(parts);
  const browser = (cookie: string, token: string): Browser => {
    // What it was told by the answer before, as browsers keep it.
    let told = '';
    const asking = (asked: request.Test): request.Test =>
      asked.set('Cookie', told === '' ? cookie : `${cookie}; ${told}`).on('response', ({ headers }) => {
        const set = (headers['set-cookie'] ?? []) as unknown as string[];
        told = set.find((one) => one.startsWith(`${TOLD_COOKIE}=`))?.split(';')[0] ?? told;
      });
    return {
      cookie,
      token,
      get: (address) => asking(request(app).get(address)),
      post: (address, form = {}) =>
        asking(request(app).post(address))
          .type('form')
          .send({ token, ...form }),
    };
  };
  return {
    app,
    parts,
    clock,
    nobody: browser('', ''),
    as: async (person) => {
      const scope = await scopeFromSis(test.database, person.reader, config.roleMap);
      await writeScope(test.database, person.reader, scope, clock);
      const session = await parts.sessions.start({
        sub: `staff/${person.reader}`,
        reader: person.reader,
        name: person.name,
      });
      return browser(`${SESSION_COOKIE}=${session}`, formToken(person.reader, config.sessionKeys, clock));
    },
  };
}

/** Where an answer leads, with the word for what was done: its address says only that something was, and its cookie what. */
export function led({ headers }: request.Response): string {
  const set = (headers['set-cookie'] ?? []) as unknown as string[];
  const [, word = ''] = set.join().match(new RegExp(`${TOLD_COOKIE}=[^.;]+\\.[^.;]+\\.([\\w-]+)`)) ?? [];
  return String(headers.location).replace(/([?&]done=)1(?=[&#]|$)/, (_all, name) => `${name}${word}`);
}

/** A form of a quick visit that holds; a test changes what it is about. */
export function visitForm(changes: Record<string, string> = {}): Record<string, string> {
  return {
    form_key: crypto.randomUUID(),
    purpose: 'ACA_ATTEND',
    date: '2026-11-20',
    minutes: '15',
    service_1: 'IND_COUNS',
    tier_1: '2',
    ...changes,
  };
}
