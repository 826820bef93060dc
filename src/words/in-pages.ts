import * as say from './index.ts';

// A page names its words as the SIS's own pages do: ~[text:tasks.title]. They are put in once, before the page is compiled,
// and may hold places of their own for what the page knows: {{left}}.

const PLACE = /~\[text:([\w.]+)\]/g;
const NOT_PLAIN = /[<>&"]|\{\{\{/;

/** The page with all of its words. `name` says where, when there are no such words or they would not stay plain text. */
export function putWords(page: string, name: string): string {
  return page.replaceAll(PLACE, (_, key: string) => {
    const words = wordsFor(key);
    if (typeof words !== 'string') throw new Error(`${name}: there are no words ${key}`);
    if (NOT_PLAIN.test(words)) throw new Error(`${name}: the words ${key} hold one of < > & "`);
    return words;
  });
}

function wordsFor(key: string): unknown {
  let found: unknown = say;
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}
