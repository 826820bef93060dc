import { NOT_IN_EFFECT, type Profile, profileFor, type RuleName } from '../../src/settings/profile/profile.ts';
import { SHIPPED } from '../../src/settings/profile/read.ts';
import { makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, TODAY } from '../database.ts';
import { ana, bruno, daniela, joan, maya, sami } from '../people.ts';
import { actor } from '../referrals/actor.ts';

// The same students, visits and consents in two states. Where the two differ, one of the keys says so that are written down
// as what differs from state to state; everything else is the same, byte by byte.

/** Keys of the table "State rules as configuration" in which Connecticut and Texas have other values. */
const DIFFERENT: RuleName[] = [
  'visit.consent_mode',
  'visit.requires_live_consent',
  'visit.consent_exceptions',
  'consent.validity',
  'consent.annual_renewal_task',
  'parent_notice.on_recommendation',
  'parent_notice.yearly_services',
  'parent_notice.on_service_change',
  'minor_self_consent.enabled',
  'minor_self_consent.licenses',
  'minor_self_consent.grounds',
  'parent_portal.hide_minor_self',
  'suppression.min_denominator',
  'retention.visit_years',
  'export.periods',
  'time_logging.required_roles',
  'time_logging.categories',
];

/** What is seen in each state, and the key that makes it so. */
const SEEN: { what: string; CT: string; TX: string; by: RuleName[] }[] = [
  { what: 'counseling, refused', CT: 'saved', TX: 'counseling refused', by: ['visit.consent_mode'] },
  {
    what: 'health care, nobody asked',
    CT: 'saved',
    TX: 'health care needed',
    by: ['visit.consent_mode', 'visit.requires_live_consent'],
  },
  { what: 'health care, given last school year', CT: 'saved', TX: 'health care needed', by: ['consent.validity'] },
  { what: 'counseling, refused, emergency', CT: 'not on the list', TX: 'saved', by: ['visit.consent_exceptions'] },
  { what: 'the field Exception', CT: 'no', TX: 'yes', by: ['visit.consent_exceptions'] },
  { what: 'beside the name, refused', CT: '', TX: 'Refused', by: ['visit.consent_mode'] },
  { what: 'beside the name, for a psychologist', CT: '', TX: 'Consent needed', by: ['visit.consent_mode'] },
  { what: 'a referral to therapy, next', CT: 'OFFER', TX: 'NOTICE', by: ['parent_notice.on_recommendation'] },
  {
    what: 'working time, by',
    CT: 'Direct, Indirect, Program, Other, Minutes, Direct and indirect',
    TX: 'Guidance curriculum, Responsive services, Individual planning, System support, Other, Minutes, Counseling program',
    by: ['time_logging.categories'],
  },
  {
    what: 'working time, who has to log it',
    CT: '',
    TX: 'School counselor',
    by: ['time_logging.required_roles'],
  },
];

const STATES = ['CT', 'TX'] as const;
const rules = (state: 'CT' | 'TX') => profileFor({ state: SHIPPED[state] as Profile, district: undefined }, TODAY);

it('the profiles differ in these keys and in no other', () => {
  const [ct, tx] = STATES.map(rules) as [ReturnType<typeof rules>, ReturnType<typeof rules>];
  const names = Object.keys(ct) as RuleName[];
  expect(names).toEqual(Object.keys(tx));
  expect(names.filter((name) => JSON.stringify(ct[name]) !== JSON.stringify(tx[name]))).toEqual(DIFFERENT);
});

it('every key that differs and is in effect is seen', () => {
  const seen = new Set(SEEN.flatMap(({ by }) => by));
  expect(DIFFERENT.filter((key) => !seen.has(key))).toEqual(DIFFERENT.filter((key) => NOT_IN_EFFECT.has(key)));
});

it('the same fixture differs only in what these keys say', async () => {
  const [ct, tx] = [await observed('CT'), await observed('TX')];
  const differ = Object.keys(ct).filter((what) => ct[what] !== tx[what]);
  expect(differ).toEqual(SEEN.map(({ what }) => what));
  for (const { what, CT, TX, by } of SEEN) {
    expect([what, ct[what], tx[what]]).toEqual([what, CT, TX]);
    for (const key of by) expect(DIFFERENT).toContain(key);
  }
  // There is more that could differ, and does not.
  expect(Object.keys(ct).length).toBeGreaterThan(SEEN.length + 8);
}, 180_000);

async function observed(state: 'CT' | 'TX'): Promise<Record<string, string>> {
  const test = await makeDistrict();
  try {
    const app = makeApp(test, { STATE_PROFILE: state });
    const seen: Record<string, string> = {};
    // Before anything is saved in one state and not in the other.
    for (const address of ['/reports/visits', '/access/why'])
      seen[address] = bare(await (await app.as(joan)).get(address));
    const ours = await app.as(ana);
    const said = { form_key: crypto.randomUUID(), signer: 'PARENT', method: 'PAPER', signed_on: '2026-11-02' };
    await ours.post(`/students/${bruno.dcid}/consents`, { ...said, state: 'REFUSED', for_counseling: '1' });
    // Written down in another school year, by a program that knew no end.
    await test.owner('u_ssp_consent').insert({
      ...{
        student_dcid: sami.dcid,
        kind: 'SVC_SCHOOL',
        service_group: 'health_care',
        state: 'GIVEN',
        signer: 'PARENT',
      },
      ...{ signed_on: '2026-05-04', starts_on: '2026-05-04', method: 'PAPER', form_key: 'b', recorded_by: 9001 },
      recorded_at: '2026-05-04T12:00:00.000Z',
    });
    const visit = async (what: string, student: number, changes: Record<string, string>) => {
      const { status, text } = await ours.post(`/students/${student}/visits`, visitForm(changes));
      seen[what] = status === 303 ? 'saved' : whyNot(text);
    };
    await visit('counseling', daniela.dcid, {});
    await visit('counseling, refused', bruno.dcid, {});
    await visit('checking in, refused', bruno.dcid, { service_1: 'CHECKIN' });
    await visit('health care, nobody asked', daniela.dcid, { service_1: 'ASSESS' });
    await visit('health care, given last school year', sami.dcid, { service_1: 'ASSESS' });
    await visit('counseling, refused, emergency', bruno.dcid, { consent_exception: 'EMERGENCY' });
    await visit('no purpose', daniela.dcid, { purpose: '' });
    const page = await ours.get(`/students/${daniela.dcid}`);
    seen['the field Exception'] = page.text.includes('name="consent_exception"') ? 'yes' : 'no';
    seen['beside the name, refused'] = await beside(app, ana, 'Silva');
    seen['beside the name, for a psychologist'] = await beside(app, maya, 'Okafor');
    seen['a principal’s student page'] = bare(await (await app.as(joan)).get(`/students/${daniela.dcid}`));
    seen['a principal’s list'] = await beside(app, joan, 'Silva');
    seen.consents = JSON.stringify(
      await test.owner('u_ssp_consent').select('student_dcid', 'service_group', 'state', 'starts_on', 'ends_on'),
    );
    seen['a form of consent'] =
      bare(await ours.get(`/students/${daniela.dcid}/consents`))
        .match(/name="\w+"/g)
        ?.join() ?? '';
    const [target] = await actor(test, app).refer(ours, daniela.dcid, { need: 'MH_THERAPY' });
    seen['a referral to therapy, next'] = target?.next_step ?? '';
    const tutors = { need: 'TUTORING', reason: 'ACA_ATTEND', agency_1: '', school_1: 'Reading club' };
    seen['a referral to tutors, next'] = (await actor(test, app).refer(ours, sami.dcid, tutors))[0]?.next_step ?? '';
    const report = (await (await app.as(joan)).get('/reports/staffing')).text;
    const heads = [...report.matchAll(/<th scope="col"[^>]*>([^<]+)</g)].map(([, head]) => head as string);
    seen['working time, heads of the people'] = heads.slice(0, 3).join(', ');
    seen['working time, by'] = heads.slice(3).join(', ');
    seen['working time, who has to log it'] =
      /Who has to log time, by the state’s profile: ([^<]+)\./.exec(report)?.[1] ?? '';
    return seen;
  } finally {
    await test.close();
  }
}

function whyNot(text: string): string {
  if (text.includes('Counseling: refused')) return 'counseling refused';
  if (text.includes('Health care: needs')) return 'health care needed';
  return text.includes('not on the list') ? 'not on the list' : 'to be mended';
}

async function beside(app: TestApp, person: typeof ana, name: string): Promise<string> {
  const { text } = await (await app.as(person)).post('/search', { q: name });
  return /<span class="tag">([^<]+)</.exec(text)?.[1] ?? '';
}

// Numbers that are made up anew for each page, and the visits that one state let through and the other one did not.
function bare({ text }: { text: string }): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'KEY')
    .replace(/s1\.\d+\.[\w-]+/g, 'TOKEN')
    .replace(/<section class="history"[\s\S]*?<\/section>/, '')
    .replace(/\?v&#x3D;[\w-]+/g, '');
}
