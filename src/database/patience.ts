/** How long somebody who reads a stream is waited for. */
export interface Patience {
  /** Between two blocks: for this long nobody asked for the next one. */
  idleMs: number;
  /** From the beginning to the end, however steadily it is read. */
  wholeMs: number;
}

export const PATIENCE: Patience = { idleMs: 2 * 60_000, wholeMs: 30 * 60_000 };

/**
 * Watches one stream of one query. A reader who stops reading, and does not leave either, would keep one of the few
 * connections for ever: `end` is called once with an error in words when patience is over.
 */
export class Watch {
  readonly #query: string;
  readonly #patience: Patience;
  readonly #end: (why: Error) => void;
  readonly #whole: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(query: string, patience: Patience, end: (why: Error) => void) {
    this.#query = query;
    this.#patience = patience;
    this.#end = end;
    const { wholeMs } = patience;
    this.#whole = setTimeout(() => this.#giveUp(`was not read to its end within ${inWords(wholeMs)}`), wholeMs).unref();
  }

  /** The reader has a block, and asks for the next one when it is done with that. */
  given(): void {
    clearTimeout(this.#idle);
    if (this.#isOver) return;
    const { idleMs } = this.#patience;
    this.#idle = setTimeout(() => this.#giveUp(`was not read on for ${inWords(idleMs)}`), idleMs).unref();
  }

  /** The reader asks: from now on the database is waited for. */
  asked(): void {
    clearTimeout(this.#idle);
  }

  /** There is nothing left to hold. May be called more than once. */
  over(): void {
    this.#isOver = true;
    clearTimeout(this.#idle);
    clearTimeout(this.#whole);
  }

  #giveUp(what: string): void {
    this.over();
    this.#end(new Error(`${this.#query}: the result ${what}, and the query was ended.`));
  }
}

function inWords(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
