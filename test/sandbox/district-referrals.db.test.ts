import BetterSqlite3 from 'better-sqlite3';
import { accessOf } from '../../src/codes/service.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { bruno, daniela } from '../people.ts';

type Cells = Record<string, string | number | null>;

let made: TestDatabase;
let db: BetterSqlite3.Database;
beforeAll(async () => {
  // The stand-in SIS has its district in SQLite, wherever the service's own lies; both.db.test.ts compares the two.
  made = await makeDistrict('sqlite');
  db = new BetterSqlite3(made.file, { readonly: true });
});
afterAll(async () => {
  db.close();
  await made.close();
});

const all = (sql: string, ...values: unknown[]) => db.prepare(sql).all(...values) as Cells[];
const one = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .pluck()
    .get(...values);

describe('the referrals of the small district', () => {
  const targets = () =>
    all(`select t.*, r.opened_on, max(case when m.kind = 'M_INIT' then m.happened_on end) as started,
      max(case when m.kind = 'M_CLOSE' then m.happened_on end) as closed, max(m.outcome) as ended, min(m.happened_on) as first,
      sum(m.kind = 'M_CLOSE') as closings, sum(m.outcome is not null) as outcomes
      from u_ssp_target t join u_ssp_referral r on r.id = t.referral_id join u_ssp_milestone m on m.target_id = t.id group by t.id`);

  test('say of each provider what follows from the milestones', () => {
    for (const target of targets()) {
      const { started, closed, ended, opened_on } = target;
      const byOutcome = ended === null ? null : accessOf(String(ended));
      expect(target).toMatchObject({
        first: opened_on,
        outcome: ended,
        closed_on: closed,
        outcomes: target.closings,
        access: started !== null && byOutcome !== 'EXCLUDED' ? 'YES' : byOutcome,
        first_service_on: started,
        days_to_service:
          started === null ? null : (Date.parse(String(started)) - Date.parse(String(opened_on))) / 86_400_000,
      });
    }
  });

  test('end in every way: reached, not reached, unknown, and a share is still open', () => {
    const found = targets();
    const share = (access: string | null) => found.filter((target) => target.access === access).length / found.length;
    expect(share('YES')).toBeGreaterThan(0.35);
    expect(share('NO')).toBeGreaterThan(0.15);
    expect(share('UNKNOWN')).toBeGreaterThan(0.02);
    expect(share(null)).toBeGreaterThan(0.05);
    expect(found.some(({ outcome }) => outcome === 'NO_FEEDBACK')).toBe(true);
  });

  test('opened at a visit belong to its student, day and author', () => {
    expect(
      all(`select r.id from u_ssp_referral r join u_ssp_visit v on v.id = r.visit_id where r.opened_on <> v.visit_date
        or r.author <> v.author or r.reason <> v.purpose
        or not exists (select 1 from u_ssp_visit_student p where p.visit_id = v.id and p.student_dcid = r.student_dcid)
        or not exists (select 1 from u_ssp_visit_service l where l.visit_id = v.id and l.service = 'REFERRAL_MADE')`),
    ).toEqual([]);
    expect(one('select count(*) from u_ssp_referral where visit_id is null')).toBeGreaterThan(0);
  });
});

describe('the named students', () => {
  test('Daniela Okafor has been seen by two people and has three referrals in three states', () => {
    expect(
      all(
        `select distinct u.LastFirst as name from u_ssp_visit v join u_ssp_visit_student p on p.visit_id = v.id
        join Users u on u.DCID = v.author where p.student_dcid = ? order by 1`,
        daniela.dcid,
      ),
    ).toEqual([{ name: 'Chen, Maya' }, { name: 'Reyes, Ana' }]);
    expect(
      all(
        `select need, kind, provider, outcome, access, days_to_service as days,
          (select m.kind from u_ssp_milestone m where m.target_id = t.id order by m.id desc limit 1) as latest
        from u_ssp_referral r join u_ssp_target t on t.referral_id = r.id where r.student_dcid = ? order by provider`,
        daniela.dcid,
      ),
    ).toEqual([
      {
        need: 'VISION',
        kind: 'COMMUNITY',
        provider: 'City Clinic',
        outcome: 'COMPLETED',
        access: 'YES',
        days: 12,
        latest: 'M_CLOSE',
      },
      expect.objectContaining({
        need: 'SOCIAL_SKILLS',
        kind: 'SCHOOL',
        provider: 'Friendship group',
        outcome: null,
        access: 'YES',
      }),
      {
        need: 'MH_THERAPY',
        kind: 'COMMUNITY',
        provider: 'Lakeside Family Center',
        outcome: null,
        access: null,
        days: null,
        latest: 'M_SENT',
      },
    ]);
  });

  test('Bruno Silva has nothing', () => {
    expect(one('select count(*) from u_ssp_visit_student where student_dcid = ?', bruno.dcid)).toBe(0);
    expect(one('select count(*) from u_ssp_referral where student_dcid = ?', bruno.dcid)).toBe(0);
  });
});
