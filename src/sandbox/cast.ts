// The made-up people that the demo, the tests and the docs share. Nobody here is real.
// The rest of the district (1,200 students and more) is made up around them by `district/`.

export interface School {
  dcid: number;
  id: number;
  /** Schools.School_Number: the number that other tables join on. */
  number: number;
  name: string;
  abbreviation: string;
  lowGrade: number;
  highGrade: number;
}

export interface Person {
  /** Users.DCID */
  dcid: number;
  firstName: string;
  lastName: string;
  role: RoleName;
  /** School numbers; empty when the person works for the whole district. */
  schools: number[];
  district: boolean;
  /** Security group (Users.GroupValue): decides which pages of the SIS open. */
  group: number;
}

export interface NamedStudent {
  /** Students.DCID; Students.ID is DCID - 5000. */
  dcid: number;
  studentNumber: number;
  firstName: string;
  lastName: string;
  grade: number;
  /** School number of the enrollment in Students (for one who left: the school that was left). */
  school: number;
  gender: 'F' | 'M' | 'X';
  dob: string;
  ethnicity: 'W' | 'B' | 'A' | 'I' | 'P' | 'M' | 'H';
  hispanic: boolean;
  homeLanguage: string;
  el?: true;
  specialEd?: true;
  section504?: true;
  econDisadv?: true;
  /** `left`: the last day was the day before yesterday. `moved`: came from another school this many days ago. */
  enrollment?: { kind: 'left' } | { kind: 'moved'; from: number; daysAgo: number };
}

export const districtName = 'Harborview Public Schools';

export const schools: School[] = [
  { dcid: 31, id: 1, number: 101, name: 'Harborview Middle', abbreviation: 'HMS', lowGrade: 6, highGrade: 8 },
  { dcid: 32, id: 2, number: 102, name: 'Eastgate Elementary', abbreviation: 'EES', lowGrade: 0, highGrade: 5 },
  { dcid: 33, id: 3, number: 103, name: 'Northside High', abbreviation: 'NHS', lowGrade: 9, highGrade: 12 },
  { dcid: 34, id: 4, number: 104, name: 'Parkside Elementary', abbreviation: 'PES', lowGrade: 0, highGrade: 5 },
];

/** RoleDef rows. `name` is what the district calls the role; `ROLE_MAP` translates it into ours. */
export const roles = [
  { id: 1, name: 'School counselor', key: 'counselor' },
  { id: 2, name: 'School psychologist', key: 'psychologist' },
  { id: 3, name: 'School social worker', key: 'social_worker' },
  { id: 4, name: 'School nurse', key: 'nurse' },
  { id: 5, name: 'Principal', key: 'principal' },
  { id: 6, name: 'District administrator', key: 'district_admin' },
  { id: 7, name: 'State consultant', key: 'state_consultant' },
  { id: 8, name: 'System administrator', key: 'system_admin' },
  { id: 9, name: 'Teacher', key: 'teacher' },
] as const;

export type RoleName = (typeof roles)[number]['name'];

/** Security groups of the SIS. What each may open is in `permissions.ts`, and is changed on a page of the stand-in. */
export const groups = [
  { number: 1, name: 'System administrators' },
  { number: 2, name: 'Student support' },
  { number: 3, name: 'School administrators' },
  { number: 4, name: 'District administrators' },
  { number: 5, name: 'State consultants' },
  { number: 6, name: 'Teachers' },
] as const;

const at = (...numbers: number[]) => ({ schools: numbers, district: false });
const everywhere = { schools: [] as number[], district: true };

export const people: Person[] = [
  { dcid: 9001, firstName: 'Ana', lastName: 'Reyes', role: 'School counselor', ...at(101), group: 2 },
  { dcid: 9002, firstName: 'Maya', lastName: 'Chen', role: 'School psychologist', ...at(101, 103), group: 2 },
  { dcid: 9003, firstName: 'Terrence', lastName: 'Brooks', role: 'School social worker', ...at(102, 104), group: 2 },
  { dcid: 9004, firstName: 'Irena', lastName: 'Kowalski', role: 'School nurse', ...at(101), group: 2 },
  { dcid: 9005, firstName: 'Joan', lastName: 'Whitfield', role: 'Principal', ...at(101), group: 3 },
  { dcid: 9006, firstName: 'Rubén', lastName: 'Alvarez', role: 'District administrator', ...everywhere, group: 4 },
  { dcid: 9007, firstName: 'Hana', lastName: 'Sato', role: 'State consultant', ...everywhere, group: 5 },
  { dcid: 9008, firstName: 'Peter', lastName: 'Novak', role: 'System administrator', ...everywhere, group: 1 },
  { dcid: 9009, firstName: 'Erik', lastName: 'Lindqvist', role: 'Teacher', ...at(101), group: 6 },
  { dcid: 9010, firstName: 'Kwame', lastName: 'Osei', role: 'School counselor', ...at(103), group: 2 },
  { dcid: 9011, firstName: 'Nora', lastName: 'Fitzgerald', role: 'School counselor', ...at(102), group: 2 },
  { dcid: 9012, firstName: 'Dev', lastName: 'Patel', role: 'School counselor', ...at(104), group: 2 },
  { dcid: 9013, firstName: 'Greta', lastName: 'Haas', role: 'School nurse', ...at(103), group: 2 },
];

type Row = [
  dcid: number,
  lastName: string,
  firstName: string,
  grade: number,
  school: number,
  gender: NamedStudent['gender'],
  dob: string,
  ethnicity: NamedStudent['ethnicity'],
  homeLanguage: string,
  more?: Partial<NamedStudent>,
];

// Student_Number runs on from 104233 in this order.
const rows: Row[] = [
  [5001, 'Okafor', 'Daniela', 7, 101, 'F', '2014-03-09', 'B', 'English', { econDisadv: true }],
  [5002, 'Haddad', 'Sami', 8, 101, 'M', '2013-05-21', 'W', 'Arabic', { el: true }],
  [5003, 'Baptiste', 'Marc', 6, 101, 'M', '2015-01-30', 'B', 'Haitian Creole', { el: true, econDisadv: true }],
  [5004, 'Nguyen', 'Linh', 7, 101, 'F', '2014-08-17', 'A', 'Vietnamese'],
  [5005, 'Silva', 'Bruno', 6, 101, 'M', '2015-04-02', 'M', 'Portuguese'],
  [5006, 'Lopez', 'Inés', 8, 101, 'F', '2013-10-12', 'H', 'Spanish', { hispanic: true, section504: true }],
  [5007, 'Petrov', 'Mila', 10, 103, 'F', '2011-02-25', 'W', 'English', { specialEd: true }],
  [5008, 'Kim', 'Jun', 3, 102, 'M', '2018-06-14', 'A', 'Korean', { el: true }],
  [5009, "O'Neill", 'Séan', 7, 101, 'M', '2014-11-05', 'W', 'English', { specialEd: true, econDisadv: true }],
  [
    5010,
    'Ferreira',
    'Tomas',
    7,
    101,
    'M',
    '2014-07-28',
    'H',
    'Portuguese',
    { hispanic: true, enrollment: { kind: 'left' } },
  ],
  [
    5011,
    'Moreau',
    'Claire',
    7,
    101,
    'F',
    '2014-05-19',
    'W',
    'French',
    { enrollment: { kind: 'moved', from: 102, daysAgo: 30 } },
  ],
  [5012, 'حداد', 'ليلى', 8, 101, 'F', '2013-12-01', 'W', 'Arabic', { el: true }],
];

export const namedStudents: NamedStudent[] = rows.map(
  ([dcid, lastName, firstName, grade, school, gender, dob, ethnicity, homeLanguage, more]) => ({
    dcid,
    studentNumber: 104_233 + dcid - 5001,
    firstName,
    lastName,
    grade,
    school,
    gender,
    dob,
    ethnicity,
    homeLanguage,
    hispanic: false,
    ...more,
  }),
);

/** "Ana Reyes": how a person is shown. */
export const personName = (person: Person): string => `${person.firstName} ${person.lastName}`;

/** "Okafor, Daniela": Students.LastFirst and Users.LastFirst. */
export const lastFirst = (who: { firstName: string; lastName: string }): string => `${who.lastName}, ${who.firstName}`;

/** Sign-in name in the stand-in SIS, ASCII only: "ana.reyes". */
export const loginId = (person: Person): string =>
  `${person.firstName}.${person.lastName}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
