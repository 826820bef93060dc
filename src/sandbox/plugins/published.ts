import { randomBytes, timingSafeEqual } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { Findings } from '../../plugin/finding.ts';
import { type PublishedQuery, readQueries } from '../../plugin/queries/read-queries.ts';
import type { SisData } from '../sis-data.ts';
import type { Shelf } from './shelf.ts';

// The SIS's own interface for services: a token for the client's id and secret, and the published queries of the enabled
// plugin. It runs what the plugin asked to read and was given, and nothing else.

/** Reads the queries of a plugin by their names. */
export function queriesOf(files: ReadonlyMap<string, Buffer>): Map<string, PublishedQuery> {
  const texts = new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')]));
  const { queries } = readQueries([...files.keys()], texts, new Findings());
  return new Map(queries.map((query) => [query.name, query]));
}

/** To be mounted at the top: `/oauth/access_token` and `/ws/schema/query/…`. */
export function publishedRoutes(shelf: Shelf, data: SisData): Router {
  const router = express.Router();
  const tokens = new Map<string, string>();
  const refuse = (res: Response, status: number, message: string) => void res.status(status).json({ message });

  router.post('/oauth/access_token', express.urlencoded({ extended: false, limit: '4kb' }), (req, res) => {
    const client = shelf.client();
    if (!client || !isEnabled(shelf) || !isClient(req, client)) return refuse(res, 401, 'invalid_client');
    if (req.body?.grant_type !== 'client_credentials') return refuse(res, 400, 'unsupported_grant_type');
    const token = randomBytes(32).toString('base64url');
    tokens.set(token, client.clientId);
    // Seconds, as a text: so does the real one.
    res.json({ access_token: token, token_type: 'Bearer', expires_in: '2591999' });
  });

  router.post('/ws/schema/query/:name', express.json({ limit: '64kb' }), async (req, res) => {
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
    if (tokens.get(token) === undefined || tokens.get(token) !== shelf.client()?.clientId)
      return refuse(res, 401, 'Unknown token');
    const query = shelf.enabled().queries.get(req.params.name);
    if (!query) return refuse(res, 404, 'Unknown query');
    const asked = new Set(shelf.enabled().requests.fields.map(({ table, field }) => `${table}.${field}`.toUpperCase()));
    const hidden = query.columns.find(({ column }) => !asked.has(column));
    if (hidden) return refuse(res, 403, `${hidden.column} is not among the fields that the plugin may read`);
    const args = argumentsFor(query, req.body);
    if (typeof args === 'string') return refuse(res, 400, args);
    const rows = await data.published(query.sql, args);
    res.json(answerOf(query, rows));
  });
  return router;
}

const isEnabled = (shelf: Shelf) => shelf.enabled().name !== '';

function isClient(req: Request, client: { clientId: string; clientSecret: string }): boolean {
  const given = Buffer.from(/^Basic (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '', 'base64');
  const wanted = Buffer.from(`${client.clientId}:${client.clientSecret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function argumentsFor(query: PublishedQuery, body: unknown): Record<string, string | number> | string {
  const given = new Map(Object.entries((body ?? {}) as Record<string, unknown>));
  const args: Record<string, string | number> = {};
  for (const { name } of query.args) {
    const value = given.get(name);
    given.delete(name);
    if (typeof value !== 'number' && typeof value !== 'string') return `Missing argument ${name}`;
    args[name] = /^-?\d+$/.test(String(value)) ? Number(value) : value;
  }
  const [unknown] = given.keys();
  return unknown === undefined ? args : `Unknown argument ${unknown}`;
}

// Texts throughout, what is null left out, and no `record` where there is no row: so does the real one.
function answerOf(query: PublishedQuery, rows: Record<string, unknown>[]) {
  const record = rows.map((row) => {
    const values = query.columns.flatMap(({ name }) => (row[name] == null ? [] : [[name, textOf(row[name])]]));
    return Object.fromEntries(values);
  });
  const name = query.coreTable ?? '';
  return { name, count: rows.length, ...(record.length > 0 ? { record } : {}), '@extensions': '' };
}

const textOf = (value: unknown) => (typeof value === 'boolean' ? String(Number(value)) : String(value));
