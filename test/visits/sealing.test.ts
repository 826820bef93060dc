import fc from 'fast-check';
import { KeyRing } from '../../src/access/keys.ts';
import { openNote, sealNote } from '../../src/visits/sealing.ts';

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const keys = KeyRing.parse(key('n1', 1));
const place = { visit: 7, student: 5001 };

describe('a sealed note', () => {
  it('opens to exactly what was written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => openNote(sealNote(text, place, keys), place, keys) === text,
      ),
    );
  });

  it('holds nothing that can be read', () => {
    const { sealed } = sealNote('she told me about home', place, keys);
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('home');
  });

  it('does not open for another student, at another visit, changed, or without its key', () => {
    const note = sealNote('secret', place, keys);
    const bytes = Buffer.from(note.sealed, 'base64');
    bytes[14] = (bytes[14] as number) ^ 1;
    expect(openNote(note, { visit: 7, student: 5002 }, keys)).toBeUndefined();
    expect(openNote(note, { visit: 8, student: 5001 }, keys)).toBeUndefined();
    expect(openNote({ ...note, sealed: bytes.toString('base64') }, place, keys)).toBeUndefined();
    expect(openNote(note, place, KeyRing.parse(key('n2', 2)))).toBeUndefined();
  });

  it('still opens after a new key came first', () => {
    const note = sealNote('secret', place, keys);
    expect(openNote(note, place, KeyRing.parse(`${key('n2', 2)},${key('n1', 1)}`))).toBe('secret');
  });
});
