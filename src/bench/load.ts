import type { Options, Request, Result } from 'autocannon';

const CONNECTIONS = 16;

/** Requests answered well per second. Throws when any was answered badly: a fast error is no speed. */
export async function load(url: string, requests: Request[], seconds: number): Promise<number> {
  const { requests: answered, duration } = await send({ url, requests, duration: seconds });
  return answered.total / duration;
}

const WARM_RUNS = 10;

/**
 * Runs until all is answered well: a cold server that has to understand every statement anew on each connection answers late
 * at first, and what is late is refused. Throws what the last run threw.
 */
export async function warm(url: string, requests: Request[], seconds: number): Promise<void> {
  for (let runs = 1; ; runs++) {
    try {
      await load(url, requests, seconds);
      return;
    } catch (thrown) {
      if (runs === WARM_RUNS) throw thrown;
    }
  }
}

/** How long the slowest hundredth of the requests waits, in ms, when so many come in a second. Throws as `load` does. */
export async function slowest(url: string, requests: Request[], seconds: number, rate: number): Promise<number> {
  return (await send({ url, requests, duration: seconds, overallRate: rate })).latency.p99;
}

async function send(options: Options): Promise<Result> {
  const { default: autocannon } = await import('autocannon');
  const result = await autocannon({ connections: CONNECTIONS, ...options });
  const bad = result['4xx'] + result['5xx'] + result.errors;
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} requests to ${options.url} failed`);
  if (result.requests.total === 0) throw new Error(`${options.url} answered nothing: measure for longer`);
  return result;
}
