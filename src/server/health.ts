import { pendingMigrations } from '../database/migrate.ts';
import { AppError } from './errors.ts';
import { type Route, route } from './route.ts';

export const routes: Route[] = [
  route({
    get: '/healthz',
    action: 'service.health',
    audit: 'none',
    input: {},
    run: async () => ({ json: { alive: true } }),
  }),
  route({
    get: '/readyz',
    action: 'service.health',
    audit: 'none',
    input: {},
    run: async ({ database, parts }) => {
      if (parts.stopping) return { json: { ready: false, stopping: true }, status: 503 };
      const pending = await pendingMigrations(database.knex);
      return { json: { ready: pending.length === 0 }, status: pending.length === 0 ? 200 : 503 };
    },
  }),
  route({
    get: '/metrics',
    action: 'service.metrics',
    audit: 'none',
    input: {},
    run: async ({ parts, database, request }) => {
      if (!request.mayReadMetrics()) throw new AppError('NOT_FOUND');
      return parts.metrics.text({ audit: parts.audit.counts, pools: database.pools() });
    },
  }),
];
