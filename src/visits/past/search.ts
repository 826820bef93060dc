import type { Piece } from '../row.ts';

// Searching in notes. Upper and lower case, accents and vowel marks make no difference: whoever searches "jose" finds
// "José". What was searched for is never kept.

/** Longer words are no search any more, but something that was pasted. */
export const LONGEST_SEARCH = 100;

// The Greek sigma alone has two small letters, of which the end of a word takes one.
const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');

/** The words of a search as they are compared; none when nothing was typed. */
export function searchWords(typed: string): string[] {
  return [...new Set(folded(typed.toWellFormed()).split(/[\s\p{C}]+/u))].filter((word) => word !== '');
}

/** The note in pieces, what was found marked; undefined unless every word is in it. */
export function piecesOf(note: string, words: readonly string[]): Piece[] | undefined {
  const whole = folded(note);
  if (words.length === 0 || !words.every((word) => whole.includes(word))) return undefined;
  return cut(note, marks(note, words));
}

// Folding makes texts shorter or longer: which letter of the note each folded one comes from is kept beside it.
function marks(note: string, words: readonly string[]): boolean[] {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const letter of note) {
    const plain = folded(letter);
    text += plain;
    for (let n = 0; n < plain.length; n++) from.push(at);
    at += letter.length;
  }
  const marked = new Array<boolean>(note.length).fill(false);
  for (const word of words) {
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
      const first = from[start] as number;
      // Marks that belong to the last letter are marked with it.
      const after = from[start + word.length] ?? note.length;
      marked.fill(true, first, after);
    }
  }
  return marked;
}

function cut(note: string, marked: readonly boolean[]): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let at = 1; at <= note.length; at++) {
    if (at < note.length && marked[at] === marked[start]) continue;
    pieces.push({ text: note.slice(start, at), hit: marked[start] as boolean });
    start = at;
  }
  return pieces;
}
