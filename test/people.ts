// The cast: the same made-up people as in the demo. Here by first name, so that a test reads as a sentence.
import { namedStudents, people } from '../src/sandbox/cast.ts';

function person(dcid: number) {
  const found = people.find((one) => one.dcid === dcid);
  if (!found) throw new Error(`There is no person ${dcid} in the cast`);
  return { reader: found.dcid, name: `${found.firstName} ${found.lastName}`, role: found.role };
}

export type Person = ReturnType<typeof person>;

export const ana = person(9001); // counselor, Harborview Middle
export const maya = person(9002); // psychologist, Harborview Middle and Northside High
export const terrence = person(9003); // social worker, Eastgate and Parkside
export const irena = person(9004); // nurse, Harborview Middle
export const joan = person(9005); // principal, Harborview Middle
export const ruben = person(9006); // district administrator
export const hana = person(9007); // state consultant
export const peter = person(9008); // system administrator
export const erik = person(9009); // teacher, no access
export const kwame = person(9010); // counselor, Northside High
export const dev = person(9012); // counselor, Parkside Elementary

function student(dcid: number) {
  const found = namedStudents.find((one) => one.dcid === dcid);
  if (!found) throw new Error(`There is no student ${dcid} in the cast`);
  return { dcid: found.dcid, name: `${found.lastName}, ${found.firstName}` };
}

export const daniela = student(5001); // Harborview, visits and three referrals
export const sami = student(5002);
export const bruno = student(5005); // never seen
export const mila = student(5007); // Northside High
export const jun = student(5008); // Eastgate
export const tomas = student(5010); // left Harborview
export const claire = student(5011); // came to Harborview a month ago
