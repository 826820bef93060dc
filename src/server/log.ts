import pino from 'pino';

export type Log = pino.Logger;

/** JSON lines on stderr. Addresses are logged by their route's pattern, never as typed: no student in a log. */
export function makeLog(
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  const settings = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { fault: faultForLog, err: faultForLog },
  };
  return pino(settings, destination);
}

const FRAME = /^ {4}at [^\n]*:\d+:\d+\)?$/;

/**
 * What a log may keep of an error: its kind and where it arose. Messages of database drivers carry the values of the
 * statement, and so perhaps a student's.
 */
export function faultForLog(thrown: unknown): object | undefined {
  if (thrown === undefined || thrown === null) return undefined;
  const { name, code, number, stack } = thrown as { name?: string; code?: string; number?: number; stack?: string };
  // The stack begins with the message, which may have many lines: only places in files are kept.
  const at = stack
    ?.split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, 8);
  return { name, code, number, at };
}
