import pino from 'pino';

export type Log = pino.Logger;

/** JSON lines on stderr. Addresses are logged by their route's pattern, never as typed: no student in a log. */
export function makeLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
