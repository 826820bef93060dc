import { lastFirst, namedStudents, people, personName, schools } from './cast.ts';

const schoolName = (number: number) => schools.find((school) => school.number === number)?.name ?? '';

/** `/sandbox/cast.json`: the named people, for scripts. Somebody of the whole district has all its schools. */
export const castJson = () => ({
  people: people.map((person) => ({
    dcid: person.dcid,
    name: personName(person),
    role: person.role,
    schools: person.district ? schools.map((school) => school.name) : person.schools.map(schoolName),
  })),
  students: namedStudents.map((student) => ({
    dcid: student.dcid,
    name: lastFirst(student),
    school: schoolName(student.school),
  })),
});
