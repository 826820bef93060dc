import type { Options, Request, Result } from 'autocannon';

/** What comes later has failed. */
const ANSWER_SECONDS = 30;

export interface Load {
  /** How long it takes. */
  seconds: number;
  /** How many ask at the same time. */
  connections: number;
}

/** Requests answered well per second. Throws when any was answered badly: a fast error is no speed. */
export async function load(url: string, requests: Request[], { seconds, connections }: Load): Promise<number> {
  const { requests: answered, duration } = await send({ url, requests, duration: seconds, connections });
  return answered.total / duration;
}

const WARM_RUNS = 10;

/**
 * Runs until all is answered well: a cold server that has to understand every statement anew on each connection answers late
 * at first, and what is late is refused. Throws what the last run threw.
 */
export async function warm(url: string, requests: Request[], how: Load): Promise<void> {
  for (let runs = 1; ; runs++) {
    try {
      await load(url, requests, how);
      return;
    } catch (thrown) {
      if (runs === WARM_RUNS) throw thrown;
    }
  }
}

/** How long the slowest hundredth of the requests waits, in ms, when so many come in a second. Throws as `load` does. */
export async function slowest(
  url: string,
  requests: Request[],
  { seconds, connections }: Load,
  rate: number,
): Promise<number> {
  return (await send({ url, requests, duration: seconds, connections, overallRate: rate })).latency.p99;
}

async function send(options: Options): Promise<Result> {
  const { default: autocannon } = await import('autocannon');
  const result = await autocannon({ timeout: ANSWER_SECONDS, ...options });
  const bad = result['4xx'] + result['5xx'] + result.errors;
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} requests to ${options.url} failed`);
  if (result.requests.total === 0) throw new Error(`${options.url} answered nothing: measure for longer`);
  return result;
}
