import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditCounts } from '../access/audit.ts';
import type { PoolUse } from '../database/connect.ts';
import { VERSION } from './root.ts';

/** How a heavy query ended; `left`: whoever asked went away before its last row. */
export type HeavyEnd = 'done' | 'failed' | 'left';

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const HEAVY_SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800];
const METHODS = new Set(['GET', 'HEAD', 'POST']);

/**
 * What the service counts about itself. Labels are patterns of addresses, names of events and of queries: nothing that
 * anybody typed, no person and no student.
 */
export class Metrics {
  // Not the package's own one: each service that is built counts for itself.
  readonly #registry = new Registry();
  readonly #made = { registers: [this.#registry] };
  readonly #requests = new Histogram({
    name: 'ssp_request_seconds',
    help: 'Requests by entry and status, and how long they took.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    ...this.#made,
  });
  readonly #inFlight = this.#gauge('ssp_requests_in_flight', 'Requests that are being answered.');
  readonly #saved = this.#counter('ssp_saved_total', 'Changes that were committed, by their name in the audit.', [
    'event',
  ]);
  readonly #auditRows = this.#counter('ssp_audit_rows_total', 'Audit rows that were written.');
  readonly #auditGroups = this.#counter(
    'ssp_audit_groups_total',
    'Groups in which audit rows without a write of their own were written.',
    ['end'],
  );
  readonly #unsealed = this.#counter('ssp_audit_seal_failures_total', 'Seals of the audit that could not be written.');
  readonly #heavy = new Histogram({
    name: 'ssp_heavy_query_seconds',
    help: 'Heavy queries, from asked to read.',
    labelNames: ['query', 'end'],
    buckets: HEAVY_SECONDS,
    ...this.#made,
  });
  readonly #heavyRunning = this.#gauge('ssp_heavy_queries_running', 'Heavy queries right now.');
  readonly #connections = this.#gauge('ssp_pool_connections', 'Connections to the database.', ['pool', 'state']);
  readonly #waiting = this.#gauge('ssp_pool_waiting', 'Who waits for a connection.', ['pool']);
  readonly #most = this.#gauge('ssp_pool_most', 'How many connections there may be.', ['pool']);

  constructor() {
    this.#gauge('ssp_info', 'The version that runs.', ['version', 'node']).set(
      { version: VERSION, node: process.version },
      1,
    );
  }

  /** The process's own facts too: processor, memory, the main thread. Once in a process. */
  aboutProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** A request came in; to be called with its pattern and status when it is over. */
  request(method: string): (route: string, status: string, seconds: number) => void {
    this.#inFlight.inc();
    return (route, status, seconds) => {
      this.#inFlight.dec();
      this.#requests.observe({ method: METHODS.has(method) ? method : 'other', route, status }, seconds);
    };
  }

  saved(event: string): void {
    this.#saved.inc({ event });
  }

  unsealed(): void {
    this.#unsealed.inc();
  }

  /** A heavy query begins; to be called when it is over. */
  heavyQuery(query: string): (end: HeavyEnd) => void {
    this.#heavyRunning.inc();
    const since = performance.now();
    return (end) => {
      this.#heavyRunning.dec();
      this.#heavy.observe({ query, end }, (performance.now() - since) / 1000);
    };
  }

  /** Everything, in Prometheus's text format, and what that is called. */
  async text({
    audit,
    pools,
  }: {
    audit: AuditCounts;
    pools: readonly PoolUse[];
  }): Promise<{ text: string; type: string }> {
    for (const { pool, used, free, waiting, most } of pools) {
      this.#connections.set({ pool, state: 'used' }, used);
      this.#connections.set({ pool, state: 'free' }, free);
      this.#waiting.set({ pool }, waiting);
      this.#most.set({ pool }, most);
    }
    // Counted where they are written; here they only get their names.
    this.#auditRows.reset();
    this.#auditRows.inc(audit.rows);
    this.#auditGroups.reset();
    this.#auditGroups.inc({ end: 'written' }, audit.groups);
    this.#auditGroups.inc({ end: 'failed' }, audit.failedGroups);
    return { text: await this.#registry.metrics(), type: this.#registry.contentType };
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, ...this.#made });
  }

  #gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, ...this.#made });
  }
}
