import fc from 'fast-check';
import { piecesOf, searchWords } from '../../src/visits/past/search.ts';

const hits = (note: string, typed: string) =>
  piecesOf(note, searchWords(typed))
    ?.filter(({ hit }) => hit)
    .map(({ text }) => text);

it.each([
  ['José came', 'jose', ['José']],
  ['Jose\u0301 came', 'JOSÉ', ['Jose\u0301']],
  ['jose came', 'José', ['jose']],
  ['the bus, the Bus stop', 'bus', ['bus', 'Bus']],
  ['a busy bus', 'bus busy', ['busy', 'bus']],
  ['aaa', 'aa', ['aaa']],
  ['مَدْرَسَة', 'مدرسة', ['مَدْرَسَة']],
  ['ﬁrst ①', 'first 1', ['ﬁrst', '①']],
  ['ΟΔΟΣ', 'οδος', ['ΟΔΟΣ']],
  ['İstanbul', 'istanbul', ['İstanbul']],
  ['🙂 ok 🙂', '🙂', ['🙂', '🙂']],
  ['100 % of it', '%', ['%']],
  ['a (b) [c] .*', '.*', ['.*']],
])('in %j, %j finds %j', (note, typed, found) => expect(hits(note, typed)).toEqual(found));

it.each([
  ['late', 'late bus'],
  ['late', ''],
  ['late', ' \u0000 '],
  ['', 'late'],
])('in %j, %j finds nothing', (note, typed) => expect(piecesOf(note, searchWords(typed))).toBeUndefined());

it('loses and adds nothing of a note, and finds every part of it', () => {
  const letter = fc.constantFrom(...'aAbéE\u0301حَ ﬁßΣς🙂\n'.split(''), '🙂');
  fc.assert(
    fc.property(
      fc.string({ unit: letter, maxLength: 30 }),
      fc.nat(30),
      fc.integer({ min: 1, max: 8 }),
      (note, from, size) => {
        const typed = note.slice(from, from + size);
        const words = searchWords(typed);
        const pieces = piecesOf(note, words);
        if (pieces) expect(pieces.map(({ text }) => text).join('')).toBe(note);
        if (words.length > 0 && note.isWellFormed() && typed.isWellFormed()) expect(pieces).toBeDefined();
      },
    ),
    { numRuns: 500 },
  );
});
