import type { Clock } from '../../src/server/clock.ts';
import { checkVisit, LONGEST_NOTE, type VisitInput } from '../../src/visits/check.ts';

const TODAY = '2026-11-20';
const clock: Clock = { now: () => new Date('2026-11-20T20:00:00Z'), timeZone: 'America/New_York' }; // three in the afternoon
const good: VisitInput = { purpose: 'ACA_ATTEND', date: TODAY, minutes: '15', service_1: 'IND_COUNS' };

function faultsOf(changes: VisitInput): Record<string, string> {
  const result = checkVisit({ ...good, ...changes }, clock);
  return 'faults' in result ? Object.fromEntries(result.faults.map((fault) => [fault.fieldId, fault.text])) : {};
}

function visitOf(changes: VisitInput = {}) {
  const result = checkVisit({ ...good, ...changes }, clock);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.visit;
}

describe('a visit that does not hold is sent back with', () => {
  it.each<[string, VisitInput, string, RegExp]>([
    ['no purpose', { purpose: '' }, 'purpose', /Choose what/],
    ['an unknown purpose', { purpose: 'NOPE' }, 'purpose', /not on the list/],
    ['a purpose nobody may choose', { purpose: 'UNK' }, 'purpose', /not on the list/],
    ['no day', { date: '' }, 'date', /which day/],
    ['a day that does not exist', { date: '2026-02-30' }, 'date', /no such day/],
    ['a day in words', { date: 'yesterday' }, 'date', /no such day/],
    ['the future', { date: '2026-11-21' }, 'date', /not come yet/],
    ['an end before the start', { start: '10:20', end: '10:05', minutes: '' }, 'end', /before the start/],
    ['no length at all', { minutes: '' }, 'minutes', /how long/],
    [
      'minutes that do not fit the times',
      { start: '10:00', end: '10:20', minutes: '15' },
      'minutes',
      /it is 20 minutes/,
    ],
    ['minutes in words', { minutes: 'ten' }, 'minutes', /whole number/],
    ['zero minutes', { minutes: '0' }, 'minutes', /from 1/],
    ['a time that has not come', { start: '16:00', minutes: '10' }, 'start', /4:00 PM has not come/],
    ['an end that has not come', { start: '14:50', minutes: '45' }, 'minutes', /3:35 PM has not come/],
    ['a time that is none', { start: '25:00' }, 'start', /hours and minutes/],
    ['a visit past midnight', { date: '2026-11-19', start: '23:50', minutes: '20' }, 'minutes', /past midnight/],
    [
      'over three hours',
      { date: '2026-11-19', start: '09:00', end: '12:01', minutes: '' },
      'confirm-long',
      /longer than three hours/,
    ],
    ['no service', { service_1: '' }, 'service-1', /at least one/],
    ['the same service twice', { service_2: 'IND_COUNS' }, 'service-2', /there already/],
    ['an unknown service', { service_1: 'MAGIC' }, 'service-1', /not on the list/],
    ['an unknown tier', { tier_1: '4' }, 'tier-1', /1, 2 or 3/],
    [
      'own words with a purpose that takes none',
      { purpose_text: 'a lost cat' },
      'purpose-text',
      /only kept with .*Other/,
    ],
    ['own words that are too long', { purpose: 'OTH', purpose_text: 'x'.repeat(81) }, 'purpose-text', /80 characters/],
    ['a reason for what is not restricted', { note: 'x', restricted_why: 'custody' }, 'restricted-why', /Check/],
    ['the same purpose twice', { other_1: 'ACA_ATTEND' }, 'other-1', /there already/],
    ['an unknown detail', { setting: 'MOON' }, 'setting', /not on the list/],
    ['a follow-up before the visit', { follow_up: '2026-11-19' }, 'follow-up', /after the visit/],
    ['a follow-up on a day that does not exist', { follow_up: '2027-02-29' }, 'follow-up', /no such day/],
    ['a note of 100,000 characters', { note: 'x'.repeat(100_000) }, 'note', /100,000 characters; 20,000 fit/],
    ['a restriction of nothing', { restricted: '1' }, 'restricted', /no note/],
    ['a referral to nobody', { need: 'MH_THERAPY' }, 'referral-agency', /to whom/],
    ['a referral of which only the place is said', { location: 'SCHOOL' }, 'referral-agency', /to whom/],
    ['a referral of which only is said how urgent it is', { urgency: 'CRISIS' }, 'referral-agency', /to whom/],
    ['a referral without a need', { referral_agency: 'City Clinic' }, 'need', /what the student needs/],
    ['an urgency nobody knows', { referral_agency: 'x', need: 'VISION', urgency: 'NOW' }, 'urgency', /how urgent/],
    ['a place nobody knows', { referral_agency: 'x', need: 'VISION', location: 'MOON' }, 'location', /where it takes/],
    [
      'a provider at school beside the agency that was chosen',
      { referral_kind: 'COMMUNITY', referral_school: 'Friendship group', referral_agency: 'x', need: 'VISION' },
      'referral-school',
      /Clear this field/,
    ],
    [
      'an agency where a provider at school was chosen',
      { referral_kind: 'SCHOOL', referral_agency: 'City Clinic', need: 'VISION' },
      'referral-agency',
      /Clear this field/,
    ],
    [
      'nobody of the kind that was chosen',
      { referral_kind: 'SCHOOL', referral_agency: 'City Clinic', need: 'VISION' },
      'referral-school',
      /to whom/,
    ],
    [
      'a referral of a kind nobody knows',
      { referral_kind: 'BOTH', referral_agency: 'x', need: 'VISION' },
      'referral-kind',
      /Choose/,
    ],
  ])('%s', (_what, changes, field, words) => {
    expect(faultsOf(changes)[field]).toMatch(words);
  });

  it('all of its faults at once', () => {
    expect(Object.keys(faultsOf({ purpose: '', date: '', minutes: '', service_1: '' })).sort()).toEqual([
      'date',
      'minutes',
      'purpose',
      'service-1',
    ]);
  });
});

describe('a visit that holds', () => {
  it('has sensible details when nobody touched them', () => {
    expect(visitOf()).toMatchObject({
      visitType: 'WALKIN',
      initiator: 'STUDENT',
      setting: 'OFFICE',
      modality: 'IN_PERSON',
      disposition: 'CLASS',
      minutes: 15,
    });
  });

  it('computes what is missing of start, end and minutes', () => {
    expect(visitOf({ start: '10:05', end: '10:30', minutes: '' })).toMatchObject({
      startMin: 605,
      endMin: 630,
      minutes: 25,
    });
    expect(visitOf({ start: '10:05', minutes: '10' })).toMatchObject({ startMin: 605, endMin: 615 });
    expect(visitOf({ end: '10:30', minutes: '10' })).toMatchObject({ startMin: 620, endMin: 630 });
  });

  it('may be longer than three hours when the person says so', () => {
    expect(visitOf({ date: '2026-11-19', start: '09:00', end: '12:01', minutes: '', confirm_long: '1' }).minutes).toBe(
      181,
    );
    expect(visitOf({ date: '2026-11-19', start: '09:00', end: '12:00', minutes: '' }).minutes).toBe(180);
  });

  it('takes the tier of the service unless another one is chosen', () => {
    expect(visitOf({ service_2: 'CRISIS', service_3: 'CASE_MGMT', tier_3: '3' }).services).toEqual([
      { service: 'IND_COUNS', tier: 2 },
      { service: 'CRISIS', tier: 3 },
      { service: 'CASE_MGMT', tier: 3 },
    ]);
  });

  it('keeps emoji, right-to-left text and markup as they were typed', () => {
    const note = 'שלום 👩‍👧 <script>alert(1)</script> =1+1';
    expect(visitOf({ note: `  ${note}\u0000 ` }).note).toBe(note);
    expect(visitOf({ note: 'x'.repeat(LONGEST_NOTE) }).note).toHaveLength(LONGEST_NOTE);
  });

  it('has own words with the purpose Other', () => {
    expect(visitOf({ purpose: 'OTH', purpose_text: ' a lost cat ' }).purposeText).toBe('a lost cat');
    expect(visitOf({ purpose: 'OTH', purpose_text: ' ' }).purposeText).toBeNull();
    expect(visitOf({ purpose_text: ' ' }).purposeText).toBeNull();
  });

  it('restricts the note of a purpose that is the author’s alone, and no other', () => {
    expect(visitOf({ purpose: 'SAF_ABUSE', note: 'x' }).restricted).toBe(true);
    expect(visitOf({ other_1: 'HLT_PREG', note: 'x' }).restricted).toBe(true);
    expect(visitOf({ purpose: 'SAF_ABUSE' }).restricted).toBe(false);
    expect(visitOf({ note: 'x' }).restricted).toBe(false);
  });

  it('refers to a provider at school, an agency, or both at once', () => {
    expect(visitOf({ referral_agency: 'City Clinic', need: 'VISION' }).referral).toEqual({
      ...{ need: 'VISION', urgency: 'ROUTINE', location: null },
      targets: [{ kind: 'COMMUNITY', provider: 'City Clinic' }],
    });
    expect(
      visitOf({ referral_school: 'Friendship group', referral_agency: 'City Clinic', need: 'SOCIAL_SKILLS' }).referral
        ?.targets,
    ).toHaveLength(2);
    expect(
      visitOf({ referral_kind: 'SCHOOL', referral_school: 'Friendship group', need: 'SOCIAL_SKILLS' }).referral
        ?.targets,
    ).toEqual([{ kind: 'SCHOOL', provider: 'Friendship group' }]);
  });
});
