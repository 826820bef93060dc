import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  accessOf,
  CODE_SET_NAMES,
  CODE_SET_VERSION,
  codeSet,
  defaultTier,
  findCode,
  isMentalHealth,
  isSelectable,
  isSensitive,
  label,
  selectable,
} from '../../src/codes/service.ts';

const TODAY = '2026-11-22';

test('finds a code with the facts of its set', () => {
  // The annotations are part of the test: they compile only when each set gives its own shape.
  const sensitive: boolean | undefined = findCode('PURPOSE', 'EMO_ANX')?.sensitive;
  const tier: 1 | 2 | 3 | null | undefined = findCode('SERVICE', 'CRISIS')?.tier;
  expect([sensitive, tier, findCode('URGENCY', 'SOON')?.withinSchoolDays]).toEqual([true, 3, 10]);
});

test('knows no code by another case, another set or a property of objects', () => {
  expect(findCode('PURPOSE', 'emo_anx')).toBeUndefined();
  expect(findCode('SETTING', 'EMO_ANX')).toBeUndefined();
  expect(findCode('PURPOSE', 'constructor')).toBeUndefined();
  expect(findCode('PURPOSE', '__proto__')).toBeUndefined();
});

test('offers what a person may choose', () => {
  const hidden = CODE_SET_NAMES.flatMap((name) => {
    const offered = new Set(selectable(name, TODAY).map((entry) => entry.code));
    return codeSet(name)
      .filter((entry) => !offered.has(entry.code))
      .map((entry) => `${name} ${entry.code}`);
  });
  expect(hidden).toEqual(['PURPOSE UNK', 'SERVICE REFERRAL_MADE']);
  expect(isSelectable('PURPOSE', 'UNK', TODAY)).toBe(false);
  expect(label('PURPOSE', 'UNK')).toBe('Not recorded');
});

test('an unknown code is shown as it is, cannot be chosen, and is taken at its most careful', () => {
  const known = new Set(CODE_SET_NAMES.flatMap((name) => codeSet(name).map((entry) => entry.code)));
  const unknown = fc.string({ maxLength: 30 }).filter((code) => !known.has(code));
  fc.assert(
    fc.property(unknown, fc.constantFrom(...CODE_SET_NAMES), (code, name) => {
      expect(label(name, code)).toBe(code);
      expect(isSelectable(name, code, TODAY)).toBe(false);
      expect([isSensitive(code), defaultTier(code), accessOf(code), isMentalHealth(code)]).toEqual([
        ...[true, null, 'UNKNOWN', false],
      ]);
    }),
  );
});

test('answers the four short questions', () => {
  expect([isSensitive('SAF_ABUSE'), isSensitive('ACA_PERF')]).toEqual([true, false]);
  expect([defaultTier('IND_COUNS'), defaultTier('INTERP')]).toEqual([2, null]);
  expect([accessOf('PARTIAL'), accessOf('MOVED'), accessOf('ERROR')]).toEqual(['YES', 'NO', 'EXCLUDED']);
  expect([isMentalHealth('BEHAV_SUPPORT'), isMentalHealth('VISION')]).toEqual([true, false]);
});

// Numbers are compared only under the same version. Words may improve within one, and who may read a code says nothing about a
// number; codes and facts may not.
test('the version names these codes and facts', () => {
  const facts = CODE_SET_NAMES.map((name) => [
    name,
    codeSet(name).map(({ label: _label, definition: _definition, ...rest }) => ({ ...rest, revealing: undefined })),
  ]);
  const fingerprint = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12);
  // Fails after a change of codes or facts: then set CODE_SET_VERSION to today and both here.
  expect([CODE_SET_VERSION, fingerprint]).toEqual(['2026-11-22', '5180b6a2b3fe']);
});
