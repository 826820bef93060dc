import { aboutSet, CODE_SET_NAMES, codeSet } from '../../src/codes/service.ts';
import type { Mapped } from '../../src/codes/types.ts';

const LISTS = ['ceds', 'edfi', 'fhir'] as const;

const TASK_STATUS = [
  ...['draft', 'requested', 'accepted', 'rejected', 'cancelled', 'in-progress', 'on-hold', 'failed', 'completed'],
  'entered-in-error',
];
const REFERRAL_OUTCOME = ['Enrolled', 'NotEligible', 'Other', 'ParentDeclined', 'Unreachable', 'WaitingList'];

function targets(name: (typeof CODE_SET_NAMES)[number], list: (typeof LISTS)[number]): Mapped[] {
  return codeSet(name).flatMap((entry) => entry.map?.[list] ?? []);
}

describe.each(CODE_SET_NAMES)('the mappings of %s', (name) => {
  test('say into which list they point', () => {
    for (const list of LISTS)
      expect([list, targets(name, list).length > 0]).toEqual([list, aboutSet(name)[list] !== undefined]);
  });

  test('say when which holds, where there are several', () => {
    for (const { code, map } of codeSet(name)) {
      for (const list of LISTS) {
        const several = map?.[list] ?? [];
        expect(new Set(several.map((mapped) => mapped.code)).size).toBe(several.length);
        if (several.length > 1) expect([code, several.at(-1)?.when]).toEqual([code, expect.any(String)]);
      }
    }
  });
});

test('services keep away from codes that only sound right', () => {
  const codes = targets('SERVICE', 'ceds').map((mapped) => mapped.code);
  for (const code of codes) expect(code).toMatch(/^\d{5}$/);
  expect(codes).not.toContain('00884'); // back in the community after a hospital stay
  expect(codes).not.toContain('00294'); // early intervention
});

test('referrals use only words their lists have', () => {
  for (const name of ['MILESTONE', 'REF_OUTCOME'] as const) {
    for (const { code } of targets(name, 'fhir')) expect(TASK_STATUS).toContain(code);
    for (const { code } of targets(name, 'ceds')) expect(REFERRAL_OUTCOME).toContain(code);
  }
});

test('every outcome has a place in FHIR, and only an error has none in CEDS', () => {
  for (const { code, map } of codeSet('REF_OUTCOME')) {
    expect([code, map?.fhir?.length]).toEqual([code, 1]);
    expect([code, map?.ceds?.length]).toEqual([code, code === 'ERROR' ? undefined : 1]);
  }
});

test('purposes fall into the domains a school reports by', () => {
  const without = codeSet('PURPOSE').filter((entry) => entry.map?.cityConnects === undefined);
  expect(without.map((entry) => entry.code)).toEqual(['PRO_REFER', 'OTH', 'UNK']);
  for (const { group, map } of codeSet('PURPOSE')) {
    if (group === 'Basic needs' || group === 'Health') expect(map?.asca).toBeUndefined();
    if (group === 'Career') expect(map).toEqual({ asca: 'career', cityConnects: 'academic' });
  }
});
