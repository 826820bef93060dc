import type { Asker, Selection } from '../../src/reports/service.ts';
import { makeEmpty, NOW, type TestDatabase, TODAY } from '../database.ts';

// A district that holds just what a test writes into it: two schools, one school year, no visits.

export const NORTH = 101;
export const SOUTH = 102;
export const READER = 7001;
export const YEAR = {
  code: '2026-2027-Y',
  label: 'School year 2026-27',
  from: '2026-08-27',
  to: '2027-06-18',
} as const;

interface VisitWish {
  day?: string;
  school?: number;
  students?: number[];
  minutes?: number;
  purpose?: string;
  /** Service and tier of each line. */
  lines?: [service: string, tier: number | null][];
  voided?: boolean;
}

interface TargetWish {
  kind?: 'SCHOOL' | 'COMMUNITY';
  access?: 'YES' | 'NO' | 'UNKNOWN' | 'EXCLUDED' | null;
  firstServiceOn?: string | null;
}

interface ReferralWish {
  day?: string;
  school?: number;
  student?: number;
  targets?: TargetWish[];
  voided?: boolean;
}

export class Small {
  readonly #test: TestDatabase;
  #last = 0;

  constructor(test: TestDatabase) {
    this.#test = test;
  }

  get database() {
    return this.#test.database;
  }

  get knex() {
    return this.#test.database.knex;
  }

  close(): Promise<void> {
    return this.#test.close();
  }

  async scope(school: number, role: string, until = '2099-01-01T00:00:00.000Z', reader = READER): Promise<void> {
    await this.knex('u_ssp_scope').insert({ reader, school, role, title: role, until });
  }

  async visit(wish: VisitWish = {}): Promise<number> {
    const { day = '2026-09-10', school = NORTH, students = [1], minutes = 20, purpose = 'ACA_PERF' } = wish;
    const { lines = [['IND_COUNS', 2]], voided = false } = wish;
    const row = {
      ...{
        form_key: `f${++this.#last}`,
        visit_date: day,
        visit_month: day.slice(0, 7),
        school_year: '2026-2027',
        minutes,
      },
      ...{
        school_id: school,
        purpose,
        sensitive: false,
        visit_type: 'WALKIN',
        initiator: 'STUDENT',
        setting: 'OFFICE',
      },
      ...{ modality: 'IN_PERSON', disposition: 'CLASS', author: 1, author_title: 'x', created_at: NOW, revision: 1 },
      voided_at: voided ? NOW : null,
    };
    const [{ id }] = (await this.knex('u_ssp_visit').insert(row).returning('id')) as [{ id: number }];
    const person = { visit_id: id, visit_date: day, grade_level: 7, grade_band: '6-8' };
    await this.knex('u_ssp_visit_student').insert(students.map((student_dcid) => ({ ...person, student_dcid })));
    const given = lines.map(([service, tier], at) => ({ visit_id: id, line_no: at + 1, service, tier }));
    if (given.length > 0) await this.knex('u_ssp_visit_service').insert(given);
    return id;
  }

  async referral(wish: ReferralWish = {}): Promise<void> {
    const { day = '2026-09-10', school = NORTH, student = 1, targets = [{}], voided = false } = wish;
    const row = {
      ...{
        student_dcid: student,
        school_id: school,
        need: 'MH_THERAPY',
        urgency: 'ROUTINE',
        is_mental_health: true,
      },
      ...{ opened_on: day, opened_month: day.slice(0, 7), school_year: '2026-2027', grade_level: 7, grade_band: '6-8' },
      ...{ author: 1, created_at: NOW, voided_at: voided ? NOW : null },
    };
    const [{ id }] = (await this.knex('u_ssp_referral').insert(row).returning('id')) as [{ id: number }];
    const rows = targets.map(({ kind = 'SCHOOL', access = null, firstServiceOn = null }) => ({
      ...{ referral_id: id, kind, provider: 'x', access, first_service_on: firstServiceOn, revision: 1 },
    }));
    await this.knex('u_ssp_target').insert(rows);
  }
}

/** Two schools, both in the scope of READER as district administrator unless told otherwise. */
export async function makeSmall(names: Record<number, string> = {}, scope: number[] = [NORTH, SOUTH]): Promise<Small> {
  const test = await makeEmpty();
  await test.sis('Schools').insert([
    { DCID: 31, ID: 1, Name: names[NORTH] ?? 'North School', School_Number: NORTH },
    { DCID: 32, ID: 2, Name: names[SOUTH] ?? 'South School', School_Number: SOUTH },
  ]);
  const small = new Small(test);
  for (const one of scope) await small.scope(one, 'district_admin');
  return small;
}

/** What a report is asked about: everything in the reader's schools this year, unless changed. */
export function selection(changes: Partial<Selection> = {}): Selection {
  const asker: Asker = { reader: READER, now: NOW, today: TODAY, scope: [] };
  const schools = [
    { school_id: NORTH, name: 'North School' },
    { school_id: SOUTH, name: 'South School' },
  ];
  return { asker, period: YEAR, periods: [YEAR], school: null, schools, ...changes };
}
