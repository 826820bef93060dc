import { people } from '../../src/sandbox/cast.ts';
import { makePlace, type Place, told } from './place.ts';

// `student-support check --people`: the made-up district's own people, and what becomes of them when the SIS changes.

let place: Place;
beforeAll(async () => {
  place = await makePlace();
}, 180_000);
afterAll(() => place?.close(), 60_000);

const both = (...statements: string[]) => ({
  sqlite: statements.map((one) => one.replaceAll('dbo.', '')),
  mssql: statements,
});
const see = (more: Record<string, string> = {}) => told({ ...place.env, ...more }, { people: true });

/** The lines beneath a title. */
function beneath({ lines }: { lines: string[] }, title: string): string[] {
  const rest = lines.slice(lines.indexOf(title) + 1);
  return rest.slice(0, rest.indexOf('')).map((line) => line.trim().replace(/ +/g, ' '));
}

const OUTSIDE = 'Would not get in (no role in the SIS gives access)';

it('lists everybody who gets in, by school and role, and who is for the whole district', async () => {
  const seen = await see();
  expect(beneath(seen, 'Harborview Middle (101)')).toEqual([
    'good support_staff, 3 people: Chen, Maya; Kowalski, Irena; Reyes, Ana',
    'good school_admin, 1 person: Whitfield, Joan',
  ]);
  expect(beneath(seen, 'Northside High (103)')).toEqual([
    'good support_staff, 3 people: Chen, Maya; Haas, Greta; Osei, Kwame',
  ]);
  expect(beneath(seen, 'The whole district')).toEqual([
    'good district_admin, 1 person: Alvarez, Rubén',
    'good state_consultant, 1 person: Sato, Hana',
    'good system_admin, 1 person: Novak, Peter',
  ]);
  expect(seen.isWell).toBe(true);
  const inside = people.filter(({ role }) => role !== 'Teacher');
  expect(beneath(seen, 'Roles')).toContain(`good ${inside.length} people would get in.`);
  for (const { firstName, lastName } of inside) expect(seen.lines.join('\n')).toContain(`${lastName}, ${firstName}`);
});

it('names no student', async () => {
  const { lines } = await see();
  expect(lines.join('\n')).not.toMatch(/Okafor|Haddad|Baptiste|Petrov/);
});

it('tells who stays outside: an assignment that ended, a role nobody knows', async () => {
  await place.on(both('update dbo.SchoolStaff set Status = 2 where Users_DCID = 9001'));
  const seen = await see();
  await place.on(both('update dbo.SchoolStaff set Status = 1 where Users_DCID = 9001'));
  expect(beneath(seen, OUTSIDE)).toEqual([
    'note Reyes, Ana: School counselor at Harborview Middle does not count: no active assignment to this school in the SIS.',
    'note 1 person with none but roles that ROLE_MAP does not know.',
  ]);
  expect(beneath(seen, 'Roles')).toContain(
    'note Teacher: ROLE_MAP does not know this role of the SIS. 1 person holds it.',
  );
  expect(seen.isWell).toBe(true);
});

it('tells who gets in at one school and not at the other', async () => {
  await place.on(both('update dbo.SchoolStaff set Status = 2 where Users_DCID = 9002 and SchoolID = 103'));
  const seen = await see();
  await place.on(both('update dbo.SchoolStaff set Status = 1 where Users_DCID = 9002 and SchoolID = 103'));
  expect(beneath(seen, OUTSIDE)).toContain(
    'note Chen, Maya gets in, but School psychologist at Northside High does not count: no active assignment to this school in the SIS.',
  );
  expect(beneath(seen, 'Northside High (103)')).toEqual(['good support_staff, 2 people: Haas, Greta; Osei, Kwame']);
});

it('warns of a school at which nobody can write anything down', async () => {
  await place.on(both('update dbo.RoleDefTeachersMap set IsEnabled = 0 where SchoolID = 103'));
  const seen = await see();
  await place.on(both('update dbo.RoleDefTeachersMap set IsEnabled = 1 where SchoolID = 103'));
  expect(beneath(seen, 'Northside High (103)')).toEqual([
    'warning Nobody can write down a visit here: no support_staff.',
  ]);
  expect(seen.isWell).toBe(true);
});

it('is wrong when nobody at all would get in, and names the roles that are none', async () => {
  const seen = await see({ ROLE_MAP: '{"Guidance counsellor":"support_staff"}' });
  expect(seen.isWell).toBe(false);
  expect(seen.of('fault')).toEqual(['Nobody at all would get in: nobody holds a role that ROLE_MAP knows.']);
  expect(seen.of('warning')).toContain(
    'Guidance counsellor: ROLE_MAP has it, but it is no role of the SIS. Is it written exactly so there?',
  );
  expect(seen.of('note')).toContain('School counselor: ROLE_MAP does not know this role of the SIS. 4 people hold it.');
});
