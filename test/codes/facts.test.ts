import { codeSet } from '../../src/codes/service.ts';
import type { Code, CodeSetName } from '../../src/codes/types.ts';
import { words } from './reference.ts';

function codesWhere<C extends Code>(codes: readonly C[], holds: (entry: C) => boolean) {
  return codes.filter(holds).map((entry) => entry.code);
}

describe('a purpose', () => {
  const purposes = codeSet('PURPOSE');

  test('is sensitive', () => {
    expect(codesWhere(purposes, (p) => p.sensitive)).toEqual(
      words(`EMO_ANX EMO_DEP EMO_TRAUMA EMO_SELF SAF_SUICIDE SAF_SELFHARM SAF_THREAT SAF_ABUSE SAF_RUNAWAY BEH_SUBST
        REL_DATING FAM_CONFLICT FAM_CHANGE BAS_HOUSING HLT_CHRON HLT_PREG TRN_RETURN PRO_SCREEN`),
    );
  });

  test('is a crisis, restricted, or asks about a treatment program', () => {
    expect(codesWhere(purposes, (p) => p.crisis === true)).toEqual(words('SAF_SUICIDE SAF_SELFHARM SAF_THREAT'));
    expect(codesWhere(purposes, (p) => p.restricted === true)).toEqual(words('SAF_ABUSE HLT_PREG'));
    expect(codesWhere(purposes, (p) => p.part2Check === true)).toEqual(['BEH_SUBST']);
  });

  test('that is a crisis or restricted is sensitive', () => {
    for (const p of purposes) if (p.crisis || p.restricted || p.part2Check) expect(p.sensitive).toBe(true);
  });

  test('stands beside the others of its group', () => {
    const headings = purposes.map((p) => p.group).filter((group, i, all) => group !== all[i - 1]);
    expect(headings).toEqual([...new Set(headings)]);
    expect(headings).toHaveLength(12);
  });
});

describe('a service', () => {
  const services = codeSet('SERVICE');

  test('has a tier', () => {
    expect(codesWhere(services, (s) => s.tier === 1)).toEqual(words('CALMING CLASS_LESSON SCREEN ADVISE NURSE_CARE'));
    expect(codesWhere(services, (s) => s.tier === 3)).toEqual(
      words('CRISIS RISK_ASSESS CONSULT_PROV FAM_COUNS HOME_VISIT MAND_REPORT'),
    );
    expect(codesWhere(services, (s) => s.tier === null)).toEqual(words('INTERP REFERRAL_MADE OTH'));
  });

  test('is direct, indirect or neither', () => {
    expect(codesWhere(services, (s) => s.time === 'indirect')).toEqual(
      words('BEH_PLAN CONSULT_TCH CONSULT_TEAM CONSULT_PROV COLLATERAL CASE_MGMT MAND_REPORT REFERRAL_MADE'),
    );
    expect(codesWhere(services, (s) => s.time === null)).toEqual(words('INTERP OTH'));
  });

  test('tells by itself what a visit was about', () => {
    expect(codesWhere(services, (s) => s.revealing === true)).toEqual(words('RISK_ASSESS MAND_REPORT'));
  });

  test.each([
    [1, 'SCREEN ASSESS BEH_PLAN'],
    [2, 'CONSULT_TCH CONSULT_TEAM CONSULT_PROV'],
    [3, 'ADVISE SKILLS'],
    [4, 'IND_COUNS GRP_COUNS CHECKIN FAM_COUNS'],
    [5, 'CLASS_LESSON'],
    [6, 'CRISIS RISK_ASSESS CALMING MEDIATION'],
    [7, 'COLLATERAL HOME_VISIT CASE_MGMT REFERRAL_MADE'],
  ])('belongs to NASP domain %i', (domain, codes) => {
    expect(codesWhere(services, (s) => s.map?.nasp === domain)).toEqual(words(codes));
  });
});

describe('a referral', () => {
  test('is about mental health', () => {
    expect(codesWhere(codeSet('REF_NEED'), (n) => n.isMentalHealth)).toEqual(
      words('MH_THERAPY MH_EVAL PSYCHIATRY SUBSTANCE CRISIS_STAB TRAUMA GRIEF_GROUP SOCIAL_SKILLS BEHAV_SUPPORT'),
    );
  });

  test('led to a service, did not, nobody knows, or does not count', () => {
    const outcomes = codeSet('REF_OUTCOME');
    expect(codesWhere(outcomes, (o) => o.access === 'YES')).toEqual(words('COMPLETED ONGOING PARTIAL MET_ELSEWHERE'));
    expect(codesWhere(outcomes, (o) => o.access === 'UNKNOWN')).toEqual(['NO_FEEDBACK']);
    expect(codesWhere(outcomes, (o) => o.access === 'EXCLUDED')).toEqual(['ERROR']);
    expect(codesWhere(outcomes, (o) => o.access === 'NO')).toHaveLength(10);
    expect(codesWhere(outcomes, (o) => o.altPath === true)).toEqual(['MET_ELSEWHERE']);
  });

  test('has a status by its milestones', () => {
    expect(codeSet('MILESTONE').map((m) => m.status)).toEqual([
      ...['OPEN', 'OFFERED', 'CONSENTED', null, 'SENT', 'ACCEPTED', 'WAITLISTED', 'SCHEDULED', 'INITIATED'],
      ...['ACTIVE_1M', null],
    ]);
  });

  test('is as urgent as FHIR calls it in its own words', () => {
    expect(codeSet('URGENCY').map((u) => [u.withinSchoolDays, u.map?.fhir?.[0]?.code])).toEqual([
      [null, 'routine'],
      [10, 'urgent'],
      [2, 'asap'],
      [0, 'stat'],
    ]);
  });
});

test('labels that scripts and people rely on', () => {
  const labels = (name: CodeSetName) => codeSet(name).map((entry) => entry.label);
  expect(labels('VISIT_TYPE')).toEqual([
    ...['Scheduled', 'Walk-in', 'Called in by staff', 'Crisis', 'Staff outreach', 'Hall pass or reset', 'Follow-up'],
    'Attempted, not seen',
  ]);
  expect(labels('MODALITY')).toEqual(['In person', 'Phone', 'Video', 'Message', 'Letter']);
  expect(labels('REF_TYPE')).toEqual(['School-based provider', 'Community agency']);
  expect(labels('PURPOSE')).toEqual(
    expect.arrayContaining(['Anxiety or worry', 'Scheduled check-in', 'Peer conflict or friendship', 'Attendance']),
  );
  expect(labels('INITIATOR').slice(0, 3)).toEqual(['The student', 'Family', 'Teacher']);
  expect(labels('SETTING')[0]).toBe('Office');
  expect(labels('DISPOSITION')[0]).toBe('Returned to class');
  expect(labels('REF_NEED')[0]).toBe('Therapy');
});
