import { districtName, lastFirst, loginId, type Person, roles } from '../cast.ts';
import { type SchoolYear, shortName } from './calendar.ts';
import { dateText } from './dates.ts';
import type { DistrictPlan } from './plan.ts';
import { into, type TableRow } from './rows.ts';

/** Schools with their terms and calendar. The calendar has every date of both years, school or not, as the SIS has. */
export function* schoolRows({ schools, years }: DistrictPlan): Generator<TableRow> {
  for (const school of schools) {
    yield into('Schools', {
      DCID: school.dcid,
      ID: school.id,
      Name: school.name,
      School_Number: school.number,
      Abbreviation: school.abbreviation,
      Low_Grade: school.lowGrade,
      High_Grade: school.highGrade,
    });
  }
  let term = 200;
  for (const { number } of schools) {
    for (const year of years)
      for (const one of termsOf(year)) yield into('Terms', { DCID: ++term, SchoolID: number, ...one });
  }
  const dates = years.flatMap(datesOf);
  let day = 0;
  for (const { number } of schools) {
    for (const date of dates) yield into('Calendar_Day', { DCID: ++day, SchoolID: number, ...date });
  }
}

function termsOf(year: SchoolYear) {
  const term = (n: number, name: string, abbreviation: string, first: number, last: number) => ({
    ID: year.yearId * 100 + n,
    YearID: year.yearId,
    Name: name,
    Abbreviation: abbreviation,
    FirstDay: dateText(first),
    LastDay: dateText(last),
    IsYearRec: n === 0 ? 1 : 0,
    Portion: n === 0 ? 1 : 2,
  });
  return [
    term(0, year.code, shortName(year), year.firstDay, year.lastDay),
    term(1, 'Semester 1', 'S1', year.firstDay, year.lastDayOfS1),
    term(2, 'Semester 2', 'S2', year.firstDayOfS2, year.lastDay),
  ];
}

function datesOf(year: SchoolYear) {
  const open = new Set(year.days);
  return Array.from({ length: year.lastDay - year.firstDay + 1 }, (_, i) => ({
    Date_Value: dateText(year.firstDay + i),
    InSession: open.has(year.firstDay + i) ? 1 : 0,
  }));
}

/** Roles, people, the schools they work at and the roles they have there. School 0 stands for the district. */
export function* staffRows({ staff }: DistrictPlan): Generator<TableRow> {
  for (const { id, name, key } of roles) {
    yield into('RoleDef', { ID: id, Name: name, RoleKey: key, Description: `${name}, ${districtName}` });
  }
  const logins = new Set<string>();
  for (const person of staff.everyone) yield into('Users', userOf(person, freeLogin(person, logins)));
  let id = 0;
  for (const person of staff.everyone) {
    for (const school of schoolsOf(person)) {
      id++;
      yield into('SchoolStaff', {
        DCID: 3000 + id,
        ID: id,
        Users_DCID: person.dcid,
        SchoolID: school,
        Status: 1,
        StaffStatus: person.role === 'Teacher' ? 1 : 2,
      });
    }
  }
  id = 0;
  for (const person of staff.everyone) {
    for (const school of schoolsOf(person)) {
      yield into('RoleDefTeachersMap', {
        ID: ++id,
        RoleDefID: roles.find((role) => role.name === person.role)?.id as number,
        TeachersDCID: person.dcid,
        SchoolID: school,
        IsDistrict: person.district ? 1 : 0,
        IsEnabled: 1,
      });
    }
  }
}

const schoolsOf = (person: Person) => (person.district ? [0] : person.schools);

function freeLogin(person: Person, taken: Set<string>): string {
  const plain = loginId(person).replace(/[^a-z.-]/g, '');
  const login = taken.has(plain) ? `${plain}${person.dcid}` : plain;
  taken.add(login);
  return login;
}

function userOf(person: Person, login: string) {
  return {
    DCID: person.dcid,
    LastFirst: lastFirst(person),
    First_Name: person.firstName,
    Last_Name: person.lastName,
    Title: person.role,
    TeacherNumber: `T${person.dcid}`,
    Email_Addr: `${login}@harborview.example`,
    LoginID: login,
    GroupValue: person.group,
    HomeSchoolID: schoolsOf(person)[0] as number,
  };
}
