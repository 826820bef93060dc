import type { Locator } from 'playwright-core';
import type { Window } from './browser.ts';

// What hands do on a page, and how long that takes: 250 ms a key, 1,200 ms a pointer action, 1,350 ms before each field.

export interface Stop {
  inFrame: boolean;
  name: string;
  hasRing: boolean;
}

// Runs in the page: what has the focus, by the name that a person would give it, and whether it shows.
function describeFocus() {
  const element = document.activeElement as HTMLInputElement | null;
  if (!element || element === document.body) return { name: '', isFrame: false, hasRing: true };
  const label = element.labels?.[0];
  const name = label?.textContent ?? element.getAttribute('aria-label') ?? element.textContent ?? '';
  const hasRing = [getComputedStyle(element), label ? getComputedStyle(label, '::before') : null].some(
    (style) => style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0,
  );
  return { name: name.replace(/\s+/g, ' ').trim(), isFrame: element.tagName === 'IFRAME', hasRing };
}

export async function whereIsFocus({ page, inner }: Window): Promise<Stop> {
  const outside = await page.evaluate(describeFocus);
  if (!outside.isFrame) return { ...outside, inFrame: false };
  return { ...(await inner().evaluate(describeFocus)), inFrame: true };
}

/** What the hands did since the page was there, by the model of how long it takes. */
export class Hands {
  keys = 0;
  pointerActions = 0;
  fields = 0;
  interactions = 0;
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  get seconds(): number {
    return (this.keys * 250 + this.pointerActions * 1200 + this.fields * 1350) / 1000;
  }

  async press(key: string): Promise<void> {
    this.keys += key.split('+').length;
    await this.window.page.keyboard.press(key);
  }

  async type(words: string): Promise<void> {
    this.keys += words.length;
    await this.window.page.keyboard.type(words);
  }

  /** Tab until it is there, as somebody does who sees the page; or back, with Shift. */
  async tabTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 90; presses++) {
      await this.press(key);
      const { name: found } = await whereIsFocus(this.window);
      if (typeof name === 'string' ? found === name : name.test(found)) return;
    }
    throw new Error(`${key} does not lead to ${name}`);
  }

  /** Tab until it is there in the line of a list that has these words. */
  async tabToIn(row: string, name: string | RegExp): Promise<void> {
    const isInRow = (words: string) => document.activeElement?.closest('li')?.textContent?.includes(words) ?? false;
    for (let lines = 0; lines < 100; lines++) {
      await this.tabTo(name);
      if (await this.window.inner().evaluate(isInRow, row)) return;
    }
    throw new Error(`There is no ${name} in a line with ${row}`);
  }

  /** A field filled with its choice: one interaction. */
  async fill(name: string, words: string, end = ''): Promise<void> {
    this.fields++;
    this.interactions++;
    await this.tabTo(name);
    await this.type(words);
    if (end) await this.press(end);
  }

  /** The same in the field in which one is already. */
  async fillHere(words: string, end = ''): Promise<void> {
    this.fields++;
    this.interactions++;
    await this.type(words);
    if (end) await this.press(end);
  }

  /** By hand on the mouse. */
  async click(place: Locator): Promise<void> {
    this.interactions++;
    this.pointerActions++;
    await place.click();
  }

  async command(keys: string): Promise<void> {
    this.interactions++;
    await this.press(keys);
  }
}
