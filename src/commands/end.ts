import { say } from './output.ts';

/**
 * Runs until the process is told to end; then everything in flight is finished first. Being told again changes nothing:
 * whoever cannot wait has SIGKILL.
 */
export function untilTold(stop: () => Promise<void>): void {
  let told = false;
  const end = () => {
    if (told) return;
    told = true;
    stop().then(
      () => process.exit(0),
      (error: Error) => {
        say(error.message);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** Aborted when the process is told to end: a long work stops at the next place where nothing is half-done. */
export function toldToEnd(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end.abort());
  return end.signal;
}
