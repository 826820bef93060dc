import BetterSqlite3 from 'better-sqlite3';
import { findCode, isMentalHealth, isSensitive } from '../../src/codes/service.ts';
import { namedStudents, people, schools } from '../../src/sandbox/cast.ts';
import { makeDistrict, type TestDatabase, TODAY } from '../database.ts';

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

describe('the people of the small district', () => {
  test('are the cast, and 1,200 students of whom the first are named', () => {
    expect(all('select School_Number as number, Name as name from Schools order by 1')).toEqual(
      schools.map(({ number, name }) => ({ number, name })),
    );
    expect(one('select group_concat(DCID) from (select DCID from Users order by 1)')).toBe(
      people.map((p) => p.dcid).join(),
    );
    expect(one('select count(*) from Students')).toBe(1_200);
    for (const { dcid, studentNumber, firstName, grade, school } of namedStudents) {
      expect(
        all('select ID, Student_Number, First_Name, Grade_Level, SchoolID from Students where DCID = ?', dcid),
      ).toEqual([
        { ID: dcid - 5000, Student_Number: studentNumber, First_Name: firstName, Grade_Level: grade, SchoolID: school },
      ]);
    }
  });

  test('work at the schools and in the roles of the cast', () => {
    for (const { dcid, role, schools: numbers, district } of people) {
      const found = all(
        `select d.Name as role, m.SchoolID as school, m.IsDistrict as district from RoleDefTeachersMap m
         join RoleDef d on d.ID = m.RoleDefID join SchoolStaff f on f.Users_DCID = m.TeachersDCID and f.SchoolID = m.SchoolID
         where m.TeachersDCID = ? and m.IsEnabled = 1 and f.Status = 1 order by 2`,
        dcid,
      );
      const expected = district ? [0] : numbers;
      expect(found).toEqual(expected.map((school) => ({ role, school, district: district ? 1 : 0 })));
    }
  });

  test('include the student who left yesterday and the one who came a month ago', () => {
    expect(all('select Enroll_Status, ExitDate from Students where DCID = 5010')).toEqual([
      { Enroll_Status: 2, ExitDate: '2026-11-19' },
    ]);
    expect(
      all('select SchoolID, ExitDate from ReEnrollments where StudentID = 11 order by EntryDate desc limit 1'),
    ).toEqual([{ SchoolID: 102, ExitDate: '2026-10-21' }]);
  });
});

describe('its history', () => {
  test('points only to rows that are there', () => {
    expect(all('pragma foreign_key_check')).toEqual([]);
    const orphans = `select 1 from u_ssp_visit where author not in (select DCID from Users)
      union all select 1 from u_ssp_visit_student where student_dcid not in (select DCID from Students)
      union all select 1 from u_ssp_referral where student_dcid not in (select DCID from Students)
      union all select 1 from u_ssp_visit where school_id not in (select School_Number from Schools)
      union all select 1 from ReEnrollments where StudentID not in (select ID from Students)
      union all select 1 from u_ssp_visit where id not in (select visit_id from u_ssp_visit_student)
      union all select 1 from u_ssp_visit where id not in (select visit_id from u_ssp_visit_service)
      union all select 1 from u_ssp_referral where id not in (select referral_id from u_ssp_target)`;
    expect(all(orphans)).toEqual([]);
  });

  test('took place on school days before today, where the students were enrolled', () => {
    const days = `select visit_date as day, school_id as school from u_ssp_visit
      union select opened_on, school_id from u_ssp_referral
      union select m.happened_on, r.school_id from u_ssp_milestone m
        join u_ssp_target t on t.id = m.target_id join u_ssp_referral r on r.id = t.referral_id`;
    expect(
      all(`select day, school from (${days}) where day >= '${TODAY}' or day < '2025-08-27' or not exists
        (select 1 from Calendar_Day c where c.SchoolID = school and c.Date_Value = day and c.InSession = 1)`),
    ).toEqual([]);
    const enrolled = `select DCID as dcid, SchoolID as school, Grade_Level as grade, EntryDate as entry, ExitDate as exit from Students
      union all select s.DCID, r.SchoolID, r.Grade_Level, r.EntryDate, r.ExitDate from ReEnrollments r join Students s on s.ID = r.StudentID`;
    expect(
      all(`select v.id from u_ssp_visit v join u_ssp_visit_student p on p.visit_id = v.id where p.visit_date <> v.visit_date or not exists
        (select 1 from (${enrolled}) e where e.dcid = p.student_dcid and e.school = v.school_id and e.grade = p.grade_level
          and e.entry <= v.visit_date and e.exit > v.visit_date)`),
    ).toEqual([]);
  });

  test('was written down by people who work at the school, never before it ended and never later than yesterday', () => {
    expect(
      all(`select v.id from u_ssp_visit v join Users u on u.DCID = v.author where v.author_title <> u.Title or not exists
        (select 1 from SchoolStaff f where f.Users_DCID = v.author and f.SchoolID = v.school_id)`),
    ).toEqual([]);
    for (const { visit_date, end_min, created_at } of all('select visit_date, end_min, created_at from u_ssp_visit')) {
      const end = new Date(
        `${visit_date}T${String(Math.floor(Number(end_min) / 60) + 4).padStart(2, '0')}:${String(Number(end_min) % 60).padStart(2, '0')}:00Z`,
      );
      expect(Date.parse(String(created_at))).toBeGreaterThanOrEqual(end.getTime());
    }
    const instants =
      'select created_at from u_ssp_visit union select created_at from u_ssp_referral union select created_at from u_ssp_milestone';
    expect(one(`select count(*) from (${instants}) where created_at >= '${TODAY}' or length(created_at) <> 24`)).toBe(
      0,
    );
  });

  test('has minutes that follow from the times, and what is derived from dates', () => {
    expect(
      all(`select id from u_ssp_visit where minutes <> end_min - start_min or minutes < 5 or start_min < 420 or end_min > 960
        or visit_month <> substr(visit_date, 1, 7)
        or school_year <> case when visit_date < '2026-07-01' then '2025-2026' else '2026-2027' end
        or follow_up <= visit_date`),
    ).toEqual([]);
    expect(all(`select id from u_ssp_referral where opened_month <> substr(opened_on, 1, 7)`)).toEqual([]);
  });

  test('uses the codes as they are known', () => {
    const codes = [
      [
        'PURPOSE',
        'select purpose from u_ssp_visit union select purpose from u_ssp_visit_purpose union select reason from u_ssp_referral',
      ],
      ['SERVICE', 'select service from u_ssp_visit_service'],
      ['VISIT_TYPE', 'select visit_type from u_ssp_visit'],
      ['INITIATOR', 'select initiator from u_ssp_visit'],
      ['SETTING', 'select setting from u_ssp_visit'],
      ['MODALITY', 'select modality from u_ssp_visit'],
      ['DISPOSITION', 'select disposition from u_ssp_visit'],
      ['REF_NEED', 'select need from u_ssp_referral'],
      ['URGENCY', 'select urgency from u_ssp_referral'],
      ['REF_TYPE', 'select kind from u_ssp_target'],
      ['MILESTONE', 'select kind from u_ssp_milestone'],
      ['REF_OUTCOME', 'select outcome from u_ssp_milestone where outcome is not null'],
    ] as const;
    for (const [set, sql] of codes) {
      for (const code of db.prepare(`select distinct * from (${sql})`).pluck().all()) {
        expect([set, code, findCode(set, String(code))?.code]).toEqual([set, code, code]);
      }
    }
    for (const { purpose, sensitive } of all('select distinct purpose, sensitive from u_ssp_visit')) {
      expect([purpose, sensitive]).toEqual([purpose, isSensitive(String(purpose)) ? 1 : 0]);
    }
    const also = all(
      'select v.purpose, p.purpose as other from u_ssp_visit v join u_ssp_visit_purpose p on p.visit_id = v.id',
    );
    expect(also.filter(({ purpose, other }) => !isSensitive(String(purpose)) && isSensitive(String(other)))).toEqual(
      [],
    );
    for (const { need, mh } of all('select distinct need, is_mental_health as mh from u_ssp_referral')) {
      expect([need, mh]).toEqual([need, isMentalHealth(String(need)) ? 1 : 0]);
    }
  });

  test('copies the groups of the students as the SIS has them', () => {
    const copied = `select student_dcid, grade_level, grade_band, sex, race, is_el, is_swd, is_504, is_econ from u_ssp_visit_student
      union select student_dcid, grade_level, grade_band, sex, race, is_el, is_swd, is_504, is_econ from u_ssp_referral`;
    expect(
      all(`select * from (${copied}) c join Students s on s.DCID = c.student_dcid join S_STU_X x on x.StudentsDCID = s.DCID
        where c.sex <> s.Gender or c.race <> case when s.FedEthnicity = 1 then 'H' else s.Ethnicity end
        or c.is_el <> x.EL or c.is_swd <> x.SpEd or c.is_504 <> x.Section504 or c.is_econ <> x.EconDisadv
        or c.grade_band <> case when c.grade_level <= 5 then 'PK-5' when c.grade_level <= 8 then '6-8' else '9-12' end`),
    ).toEqual([]);
  });
});
