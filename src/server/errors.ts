import { isDangling, isTaken } from '../database/faults.ts';
import * as say from '../words/index.ts';

// Every error that a person can meet. The code goes to logs and docs, the sentence to the person; a sentence never
// holds anything about a student.

interface Described {
  status: number;
  heading: string;
  text: string;
}

export const ERRORS = {
  NOT_FOUND: { status: 404, ...say.errors.NOT_FOUND },
  NOT_ALLOWED: { status: 403, ...say.errors.NOT_ALLOWED },
  NO_ROLE: { status: 403, ...say.errors.NO_ROLE },
  SIGN_IN_NEEDED: { status: 401, ...say.errors.SIGN_IN_NEEDED },
  SIGN_IN_FAILED: { status: 401, ...say.errors.SIGN_IN_FAILED },
  NOT_STAFF: { status: 403, ...say.errors.NOT_STAFF },
  TOO_MANY_SIGN_INS: { status: 429, ...say.errors.TOO_MANY_SIGN_INS },
  TOO_MANY_REQUESTS: { status: 429, ...say.errors.TOO_MANY_REQUESTS },
  FORGED: { status: 403, ...say.errors.FORGED },
  FORM_TOO_OLD: { status: 409, ...say.errors.FORM_TOO_OLD },
  BAD_INPUT: { status: 400, ...say.errors.BAD_INPUT },
  TOO_LARGE: { status: 413, ...say.errors.TOO_LARGE },
  CHANGED_MEANWHILE: { status: 409, ...say.errors.CHANGED_MEANWHILE },
  UNAVAILABLE: { status: 503, ...say.errors.UNAVAILABLE },
  SIS_AWAY: { status: 503, ...say.errors.SIS_AWAY },
  NOT_SAVED: { status: 503, ...say.errors.NOT_SAVED },
  INTERNAL: { status: 500, ...say.errors.INTERNAL },
} as const satisfies Record<string, Described>;

export type ErrorCode = keyof typeof ERRORS;

/** An error with a code of the list; the cause is for the log alone. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

const FULL_DISK = new Set<unknown>(['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'ENOSPC']);
const AWAY = new Set<unknown>([
  ...['SQLITE_BUSY', 'SQLITE_CANTOPEN', 'ECONNREFUSED', 'ECONNRESET'],
  ...[
    'ESOCKET',
    'ETIMEOUT',
    'ELOGIN',
    'ECONNCLOSED',
    'ECLOSE',
    'ECANCEL',
    'EINVALIDSTATE',
    'ENOTOPEN',
    'EINSTLOOKUP',
    'ENOCONN',
  ],
]);
// SQL Server, by number. Full: file group, log, quota. Away: deadlocks and locks that did not pass, a login or a database
// that is refused for now, and what Azure says while it moves a database.
const FULL_NUMBERS = new Set<unknown>([1101, 1105, 9002, 40544]);
const TIMED_OUT = new Set<unknown>(['KnexTimeoutError', 'TimeoutError']);
const AWAY_NUMBERS = new Set<unknown>([
  ...[1205, 1222, 3960, 4060, 18456, 18401, 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929],
]);

/** Any thrown thing as an AppError: what the database says becomes words for people. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const fault = thrown as { code?: string; number?: number; type?: string; status?: number; name?: string };
  if (fault.type === 'entity.too.large' || fault.type === 'parameters.too.many')
    return new AppError('TOO_LARGE', thrown);
  if (fault.status === 400 || thrown instanceof URIError) return new AppError('BAD_INPUT', thrown);
  if (FULL_DISK.has(fault.code) || FULL_NUMBERS.has(fault.number)) return new AppError('NOT_SAVED', thrown);
  if (AWAY.has(fault.code) || AWAY_NUMBERS.has(fault.number) || TIMED_OUT.has(fault.name))
    return new AppError('UNAVAILABLE', thrown);
  // The same row twice, or one whose ground is gone: somebody else was faster.
  if (isTaken(thrown) || isDangling(thrown)) return new AppError('CHANGED_MEANWHILE', thrown);
  return new AppError('INTERNAL', thrown);
}
