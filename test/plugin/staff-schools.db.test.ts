import { readFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Findings } from '../../src/plugin/finding.ts';
import { readQueries } from '../../src/plugin/queries/read-queries.ts';
import { people } from '../../src/sandbox/cast.ts';
import { ROOT } from '../../src/server/root.ts';
import { makeDistrict } from '../database.ts';

const FILE = 'queries_root/com.student_support_page.ssp.named_queries.xml';

let district: Awaited<ReturnType<typeof makeDistrict>>;
beforeAll(async () => {
  // The SIS's own dialect is neither of ours; the small one stands in for it.
  district = await makeDistrict('sqlite');
});
afterAll(() => district.close());

// The published query says of each person what the service reads from the tables.
it('says the same as the queries of the service', async () => {
  const text = readFileSync(path.join(ROOT, 'pages/sis', FILE), 'utf8');
  const { queries } = readQueries([FILE], new Map([[FILE, text]]), new Findings());
  expect(queries.map(({ name }) => name)).toEqual(['com.student_support_page.ssp.access.staff_schools']);

  const { database, file } = district;
  const sis = new BetterSqlite3(file);
  // What the made-up district lacks: a role that is switched off, one for the whole district held at two schools, and a
  // school that somebody has left.
  sis.exec(`insert into RoleDefTeachersMap (ID, RoleDefID, TeachersDCID, SchoolID, IsDistrict, IsEnabled)
    values (90001, 5, 9001, 101, 0, 0), (90002, 6, 9003, 0, 1, 1), (90003, 1, 9001, 103, 0, 1);
    insert into SchoolStaff (DCID, ID, Users_DCID, SchoolID, Status, StaffStatus) values (90001, 90001, 9001, 103, 2, 2)`);
  const published = sis.prepare<[{ users_dcid: number }], Record<string, unknown>>(queries[0]?.sql ?? '');
  for (const { dcid } of people) {
    const schools = await database.run<{ school_id: number }>('access/schools-of-person', { person: dcid });
    const roles = await database.run<{ role_name: string; school_id: number; is_district: boolean }>(
      'access/roles-of-person',
      { person: dcid },
    );
    const expected = schools.flatMap(({ school_id }) =>
      roles
        .filter((role) => role.is_district || role.school_id === school_id)
        .map((role) => [dcid, school_id, role.role_name, role.is_district]),
    );
    const rows = published.all({ users_dcid: dcid });
    expect(rows.map((row) => [row.users_dcid, row.school_id, row.role_name, row.is_district === 1])).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  }
  sis.close();
});
