import { CODE_SET_NAMES, codeSet, findCode } from '../../src/codes/service.ts';
import { PUBLISHED, words } from './reference.ts';

describe.each(CODE_SET_NAMES)('the codes of %s', (name) => {
  const codes = codeSet(name);

  test('are the published ones, in their order', () => {
    expect(codes.map((entry) => entry.code)).toEqual(words(PUBLISHED[name]));
  });

  test('fit the database and the exports', () => {
    for (const { code } of codes) expect(code).toMatch(/^[A-Z0-9][A-Z0-9_]{0,19}$/);
    expect(new Set(codes.map((entry) => entry.code)).size).toBe(codes.length);
  });

  // People choose by typing the label: if one label began another, the shorter one could open the wrong choice.
  test('have labels none of which begins another', () => {
    const labels = codes.map((entry) => entry.label.toLowerCase());
    for (const [i, label] of labels.entries()) {
      expect(label).not.toBe('');
      expect(labels.filter((other, j) => i !== j && other.startsWith(label))).toEqual([]);
    }
  });

  test('have labels that are short and clean', () => {
    for (const { label } of codes) {
      expect(label).toBe(label.trim());
      expect(label.length).toBeLessThanOrEqual(40);
    }
  });

  test('have a definition in one sentence that is not another one again', () => {
    for (const { definition } of codes) {
      expect(definition).toMatch(/^[A-Z][^\n]{10,118}\.$/);
      expect(definition).not.toMatch(/[.!?] /);
    }
    expect(new Set(codes.map((entry) => entry.definition)).size).toBe(codes.length);
  });

  test('roll up to a standard code, never to one of a district', () => {
    for (const { parent } of codes) {
      if (parent !== undefined) expect(findCode(name, parent)).toMatchObject({ parent: undefined });
    }
  });

  test('retire on a day', () => {
    for (const { retired } of codes) expect(retired ?? '2026-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  // What must never be written down as a choice. Definitions may name it, to say so.
  test('record nothing that must not be recorded', () => {
    const forbidden = /immig|citizen|orient|gender|diagnos|abort|miscarr|outcome of|criminal|arrest|crime|charge/i;
    for (const { code, label } of codes) expect(`${code} ${label}`).not.toMatch(forbidden);
  });
});
