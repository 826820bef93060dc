import { CODE_SET_NAMES, CodeBook, codeSet, LOCAL_SETS, type LocalCode, STANDARD } from '../../src/codes/service.ts';

// A district's own codes beneath the standard ones.

const PANTRY: LocalCode = {
  ...{ set: 'PURPOSE', code: 'L_PANTRY', parent: 'BAS_FOOD', label: 'Food pantry' },
  ...{ from: '2026-09-01', to: '2026-12-31', sensitive: false, restricted: false, revision: 1 },
};
const book = new CodeBook([PANTRY, { ...PANTRY, code: 'L_BAG', label: 'Backpack program', to: null }]);

test('no standard code begins as local ones do, so that none ever meets one', () => {
  expect(CODE_SET_NAMES.flatMap((set) => codeSet(set)).filter(({ code }) => code.startsWith('L_'))).toEqual([]);
});

test('they stand right after their parent, by label, with the parent’s facts', () => {
  const codes = book.codes('PURPOSE').map(({ code }) => code);
  const at = codes.indexOf('BAS_FOOD');
  expect(codes.slice(at, at + 4)).toEqual(['BAS_FOOD', 'L_BAG', 'L_PANTRY', 'BAS_HOUSING']);
  expect(book.find('PURPOSE', 'L_PANTRY')).toMatchObject({
    parent: 'BAS_FOOD',
    group: 'Basic needs',
    sensitive: false,
  });
  expect(book.label('PURPOSE', 'L_PANTRY')).toBe('Food pantry');
});

test('they are chosen on their days, the first and the last too', () => {
  const days = ['2026-08-31', '2026-09-01', '2026-12-31', '2027-01-01'];
  expect(days.map((day) => book.isSelectable('PURPOSE', 'L_PANTRY', day))).toEqual([false, true, true, false]);
  expect(book.isSelectable('PURPOSE', 'L_BAG', '2040-01-01')).toBe(true);
});

test('they count as their parent, in their own set alone', () => {
  expect(book.standard('PURPOSE', 'L_PANTRY')).toBe('BAS_FOOD');
  expect(book.standard('PURPOSE', 'BAS_FOOD')).toBe('BAS_FOOD');
  expect(book.standard('SERVICE', 'L_PANTRY')).toBe('L_PANTRY');
  expect(book.find('SERVICE', 'L_PANTRY')).toBeUndefined();
});

test('they are guarded at least as their parent', () => {
  const guarded = new CodeBook([
    { ...PANTRY, code: 'L_A', parent: 'EMO_ANX', label: 'a', sensitive: false },
    { ...PANTRY, code: 'L_B', parent: 'BAS_FOOD', label: 'b', sensitive: true, restricted: true },
    { ...PANTRY, code: 'L_C', parent: 'SAF_ABUSE', label: 'c' },
  ]);
  expect(['L_A', 'L_B', 'L_C'].map((code) => guarded.isSensitive(code))).toEqual([true, true, true]);
  expect(['L_A', 'L_B', 'L_C'].map((code) => guarded.find('PURPOSE', code)?.restricted ?? false)).toEqual([
    ...[false, true, true],
  ]);
});

test('a code whose parent is gone is on no list and still shows something', () => {
  const orphan = new CodeBook([{ ...PANTRY, parent: 'NOT_THERE' }]);
  expect(orphan.label('PURPOSE', 'L_PANTRY')).toBe('L_PANTRY');
  expect(orphan.isSelectable('PURPOSE', 'L_PANTRY', '2026-10-01')).toBe(false);
});

test('sets without local codes are the standard ones themselves', () => {
  expect(book.codes('SERVICE')).toBe(STANDARD.codes('SERVICE'));
  expect(LOCAL_SETS).not.toContain('REF_TYPE');
});
