// Faults that pass by themselves: a deadlock's victim, a lock that was waited for, Azure moving a database, a network
// that blinked. What is done twice has to be allowed to be done twice: reads, and transactions that were rolled back.

const TRANSIENT_NUMBERS = new Set([1205, 1222, 3960, 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929]);
const TRANSIENT_CODES = new Set(['ESOCKET', 'ECONNRESET', 'ECONNCLOSED', 'ECLOSE']);
const TRIES = 4;
const FIRST_PAUSE_MS = 40;

/** Would the same work perhaps succeed a moment later? */
export function isTransient(thrown: unknown): boolean {
  const { number, code } = thrown as { number?: number; code?: string };
  return (number !== undefined && TRANSIENT_NUMBERS.has(number)) || (code !== undefined && TRANSIENT_CODES.has(code));
}

/** Did the server say for sure that nothing of the transaction stays? A lost connection says nothing. */
export function isRolledBackForSure(thrown: unknown): boolean {
  const { number } = thrown as { number?: number };
  return number === 1205 || number === 1222 || number === 3960;
}

const neverSent = new WeakSet<object>();

/** Notes of what broke a transaction that its commit had not been sent: nothing of it can have stayed. */
export function noteUncommitted(thrown: unknown): void {
  if (typeof thrown === 'object' && thrown !== null) neverSent.add(thrown);
}

/** May the transaction that ended with this be done anew? Never when its commit was sent and not answered. */
export function isSafeToRepeat(thrown: unknown): boolean {
  if (isRolledBackForSure(thrown)) return true;
  return isTransient(thrown) && neverSent.has(thrown as object);
}

/** Does the work, again after a short and uneven pause when a fault passes by itself. */
export async function again<T>(
  work: () => Promise<T>,
  worthIt: (thrown: unknown) => boolean = isTransient,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      if (attempt === TRIES || !worthIt(thrown)) throw thrown;
      const pause = FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
