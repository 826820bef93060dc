import { fileURLToPath } from 'node:url';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { collectPlugin } from '../../src/plugin/collect.ts';
import { lastFirst, loginId, namedStudents, people, roles, schools } from '../../src/sandbox/cast.ts';
import { installPlugin } from '../../src/sandbox/plugin-files.ts';
import { createShelf } from '../../src/sandbox/plugins/shelf.ts';
import { createSandboxSis, type SandboxOptions } from '../../src/sandbox/server.ts';
import { openSisData } from '../../src/sandbox/sis-data.ts';
import { sqliteSource } from '../../src/sandbox/sis-source.ts';
import { createSisTables } from '../../src/sandbox/sis-tables.ts';

// The named people and students alone, in memory: enough to sign in, search and open a student.

export function smallSisDatabase(): Database {
  const db = new BetterSqlite3(':memory:');
  createSisTables(db);
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    db.prepare(`insert into ${table} (${names.join()}) values (${names.map((name) => `@${name}`).join()})`).run(row);
  };
  for (const s of schools) insert('Schools', { DCID: s.dcid, ID: s.id, Name: s.name, School_Number: s.number });
  for (const role of roles) insert('RoleDef', { ID: role.id, Name: role.name, RoleKey: role.key });
  for (const person of people) {
    insert('Users', {
      ...{ DCID: person.dcid, LastFirst: lastFirst(person), First_Name: person.firstName, Last_Name: person.lastName },
      ...{ LoginID: loginId(person), Email_Addr: `${loginId(person)}@example.org`, GroupValue: person.group },
    });
    const role = roles.find((each) => each.name === person.role);
    insert('RoleDefTeachersMap', {
      ...{ RoleDefID: role?.id, TeachersDCID: person.dcid, SchoolID: person.schools[0] ?? 0 },
      ...{ IsDistrict: Number(person.district), IsEnabled: 1 },
    });
  }
  for (const student of namedStudents) {
    insert('Students', {
      ...{ DCID: student.dcid, ID: student.dcid - 5000, Student_Number: student.studentNumber },
      ...{ LastFirst: lastFirst(student), First_Name: student.firstName, Last_Name: student.lastName },
      ...{ Grade_Level: student.grade, SchoolID: student.school, EntryDate: '2026-08-31', ExitDate: '2027-06-18' },
      Enroll_Status: student.enrollment?.kind === 'left' ? 2 : 0,
    });
  }
  return db;
}

export const pluginRoot = fileURLToPath(new URL('../..', import.meta.url));

export const client = { clientId: 'student-support', clientSecret: 'only-for-the-stand-in' };

/** The plugin as it is packed for a service, without the zip around it. */
export const pluginFor = (serviceUrl: string) =>
  installPlugin(collectPlugin(pluginRoot, { serviceUrl, version: '1.0.0' }));

export interface SmallSisOptions extends Partial<SandboxOptions> {
  serviceUrl?: string;
}

export function smallSis({ serviceUrl = 'http://127.0.0.1:4001', ...options }: SmallSisOptions = {}) {
  return createSandboxSis({
    data: openSisData(sqliteSource(smallSisDatabase())),
    sisUrl: 'http://localhost:4000',
    plugins: createShelf({ plugin: pluginFor(serviceUrl), client }),
    ...options,
  });
}
