import type { Request } from 'autocannon';

const CONNECTIONS = 16;

/** Requests answered well per second. Throws when any was answered badly: a fast error is no speed. */
export async function load(url: string, requests: Request[], seconds: number): Promise<number> {
  const { default: autocannon } = await import('autocannon');
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, requests });
  const bad = result['4xx'] + result['5xx'] + result.errors;
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} requests to ${url} failed`);
  return result.requests.average;
}
