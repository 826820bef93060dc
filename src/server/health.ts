import { pendingMigrations } from '../database/migrate.ts';
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
    run: async ({ database }) => {
      const pending = await pendingMigrations(database.knex);
      return { json: { ready: pending.length === 0 }, status: pending.length === 0 ? 200 : 503 };
    },
  }),
];
