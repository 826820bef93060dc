// What a check says: one line a finding. A fault has to be mended and ends with exit 1; a warning should be looked at; a
// note tells what nobody has to mend, or what could not be seen.

export type Grade = 'good' | 'note' | 'warning' | 'fault';

export interface Finding {
  grade: Grade;
  text: string;
}

export interface Group {
  title: string;
  findings: Finding[];
}

const graded = (grade: Grade) => (text: string) => ({ grade, text });
export const good = graded('good');
export const note = graded('note');
export const warning = graded('warning');
export const fault = graded('fault');

const WIDTH = 'warning'.length;

/** The group as it is printed: its title, then a line for each finding that begins with its grade. */
export function lines({ title, findings }: Group): string {
  return [title, ...findings.map(({ grade, text }) => `  ${grade.padEnd(WIDTH)}  ${text}`)].join('\n');
}

/** The last line: how much there is to do. */
export function summary(groups: readonly Group[]): string {
  const count = (grade: Grade) =>
    groups.flatMap(({ findings }) => findings).filter((one) => one.grade === grade).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  if (faults + warnings === 0) return 'All is well.';
  return `${some(faults, 'fault')}, ${some(warnings, 'warning')}.`;
}

export const hasFault = (groups: readonly Group[]) =>
  groups.some(({ findings }) => findings.some(({ grade }) => grade === 'fault'));

/** `1 row`, `2 rows`, `no rows`. */
export function some(count: number, what: string): string {
  const many = count === 1 ? what : what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`;
  return `${count === 0 ? 'no' : count.toLocaleString('en-US')} ${many}`;
}

/** Looks; what goes wrong while looking is a finding too. */
export async function looking(title: string, look: () => Promise<Finding[]>): Promise<Group> {
  try {
    return { title, findings: await look() };
  } catch (thrown) {
    return { title, findings: [fault(`This could not be looked at: ${said(thrown)}`)] };
  }
}

/** What a driver says, on one line. */
export const said = (thrown: unknown) => (thrown as Error).message.replace(/\s+/g, ' ').trim();
