import { isDangling, isTaken } from '../database/faults.ts';

// Every error that a person can meet. The code goes to logs and docs, the sentence to the person; a sentence never
// holds anything about a student.

interface Described {
  status: number;
  heading: string;
  text: string;
}

export const ERRORS = {
  NOT_FOUND: {
    status: 404,
    heading: 'Nothing here',
    text: 'This page does not exist, or it is not one you work with.',
  },
  NOT_ALLOWED: {
    status: 403,
    heading: 'Not for this account',
    text: 'Your role in the SIS does not open this page. Your district decides who may; ask your administrator.',
  },
  NO_ROLE: {
    status: 403,
    heading: 'No access',
    text: 'You are signed in, but you hold no role that uses Student Support. Ask your administrator if that is wrong.',
  },
  SIGN_IN_NEEDED: { status: 401, heading: 'Please sign in', text: 'Your session has ended.' },
  SIGN_IN_FAILED: {
    status: 401,
    heading: 'Sign-in did not work',
    text: 'The SIS did not confirm who you are. Open Student Support again from the SIS.',
  },
  NOT_STAFF: {
    status: 403,
    heading: 'For staff only',
    text: 'The SIS says that this is not a staff account. Student Support is for the staff of the schools; families and students reach the counselor at the school.',
  },
  TOO_MANY_SIGN_INS: {
    status: 429,
    heading: 'One moment',
    text: 'There were too many sign-ins from here. Wait a minute and try again.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    heading: 'One moment',
    text: 'There were too many requests from here. Wait a minute and try again.',
  },
  FORGED: {
    status: 403,
    heading: 'Please open the page again',
    text: 'This form was opened by someone else or too long ago. Open the page again; nothing was saved.',
  },
  FORM_TOO_OLD: {
    status: 409,
    heading: 'Please send it once more',
    text: 'This form was open for more than a day. Nothing was saved yet.',
  },
  BAD_INPUT: {
    status: 400,
    heading: 'That did not work',
    text: 'The page sent something that we cannot read. Go back and try again.',
  },
  TOO_LARGE: {
    status: 413,
    heading: 'Too much text',
    text: 'What was sent is too large to be saved. Shorten it and save again.',
  },
  CHANGED_MEANWHILE: {
    status: 409,
    heading: 'Changed meanwhile',
    text: 'Somebody else changed this at the same time. Look at it as it is now, then decide.',
  },
  UNAVAILABLE: {
    status: 503,
    heading: 'Not available right now',
    text: 'The database cannot be reached. Nothing was lost; try again in a minute.',
  },
  SIS_AWAY: {
    status: 503,
    heading: 'The SIS does not answer',
    text: 'The SIS does not answer, and only the SIS knows who you are. Try again in a minute; nothing was lost.',
  },
  NOT_SAVED: {
    status: 503,
    heading: 'Not saved',
    text: 'There was no room to save it. Nothing was written; keep this page open and try again, and tell your IT staff.',
  },
  INTERNAL: {
    status: 500,
    heading: 'Something went wrong',
    text: 'This is our fault. Nothing was saved; try again, and tell your IT staff the number below.',
  },
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
