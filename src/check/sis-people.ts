import type { SisRole } from '../access/scope.ts';
import type { Config } from '../server/config.ts';
import { type Finding, good, said, warning } from './finding.ts';
import type { Person } from './people-words.ts';

// Does the SIS itself say the same of people as the tables that the service reads? They may be a copy, and old. Asked is
// the plugin's one published query, with the plugin's own client. It answers about one person at a time: it cannot tell who is
// in the SIS and not in the tables.

export const PUBLISHED = 'com.student_support_page.ssp.access.staff_schools';
const TIMEOUT_MS = 10_000;
const AT_ONCE = 4;
const MOST_TOLD = 20;

/** How the SIS is asked for the rows of one person: as texts, what is null left out. */
export type AskSis = (person: number) => Promise<Record<string, string>[]>;

/** Signs the service itself in to the SIS. Throws in words when that is refused or nobody answers. */
export async function openSis({ sisUrl, clientId, clientSecret }: Config): Promise<AskSis> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const { access_token } = (await post(`${sisUrl}/oauth/access_token`, `Basic ${basic}`, {
    body: 'grant_type=client_credentials',
    type: 'application/x-www-form-urlencoded;charset=UTF-8',
  })) as { access_token?: string };
  if (!access_token) throw new Error('it gave no token');
  return async (person) => {
    const answer = (await post(`${sisUrl}/ws/schema/query/${PUBLISHED}?pagesize=0`, `Bearer ${access_token}`, {
      body: JSON.stringify({ users_dcid: person }),
      type: 'application/json',
    })) as { record?: Record<string, string> | Record<string, string>[] };
    return [answer.record ?? []].flat();
  };
}

async function post(url: string, authorization: string, { body, type }: { body: string; type: string }) {
  const headers = { authorization, accept: 'application/json', 'content-type': type };
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status === 401) throw new Error('it refuses OIDC_CLIENT_ID and OIDC_CLIENT_SECRET');
  if (answer.status === 403) throw new Error('the plugin may not read the fields of its query');
  if (answer.status === 404)
    throw new Error('it does not know the query: is the plugin enabled, and this version of it?');
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  return answer.json();
}

/** Compares the people, a few at a time; what differs is told by person, the first twenty. */
export async function compareWithSis(people: readonly Person[], ask: AskSis): Promise<Finding[]> {
  const differing: Finding[] = [];
  let next = 0;
  const work = async () => {
    for (let one = people[next++]; one; one = people[next++]) {
      const words = differences(one, await ask(one.dcid));
      if (words !== '') differing.push(warning(`${one.name}: ${words}.`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (differing.length === 0) {
    const known = people.length === 1 ? 'the one person' : `the ${people.length} people`;
    const unseen = 'who came to the SIS or got such a role since is not among them';
    return [good(`It says the same of ${known} to whom the tables give a role that counts; ${unseen}.`)];
  }
  const told = differing.sort((a, b) => a.text.localeCompare(b.text, 'en')).slice(0, MOST_TOLD);
  const rest = differing.length - told.length;
  return rest > 0 ? [...told, warning(`And ${rest} more people of whom it says something else.`)] : told;
}

/** The comparison as findings, whatever happens: the SIS may be away, or not know the plugin yet. */
export async function checkAgainstSis(people: readonly Person[], config: Config): Promise<Finding[]> {
  try {
    return await compareWithSis(people, await openSis(config));
  } catch (thrown) {
    const cause = (thrown as Error & { cause?: Error }).cause?.message;
    return [warning(`${config.sisUrl} could not be asked: ${cause ?? said(thrown)}.`)];
  }
}

function differences({ assigned, roles }: Person, rows: Record<string, string>[]): string {
  const here = new Set<string>();
  for (const school of assigned) {
    const held = roles.map((role) => role.held).filter((role) => role.is_district || role.school_id === school);
    for (const role of held) here.add(lineOf(school, role));
    if (held.length === 0) here.add(lineOf(school));
  }
  const there = new Set(rows.map((row) => lineOf(Number(row.school_id), roleOf(row))));
  const only = (one: Set<string>, other: Set<string>) => [...one].filter((line) => !other.has(line)).sort();
  const [inSis, inTables] = [only(there, here), only(here, there)];
  return [
    ...(inSis.length > 0 ? [`only the SIS has ${inSis.join(', ')}`] : []),
    ...(inTables.length > 0 ? [`only the tables have ${inTables.join(', ')}`] : []),
  ].join('; ');
}

const roleOf = ({ role_name, is_district }: Record<string, string>) =>
  role_name === undefined ? undefined : { role_name, is_district: is_district === '1' || is_district === 'true' };

function lineOf(school: number, role?: Pick<SisRole, 'role_name' | 'is_district'>): string {
  const where = school === 0 ? 'the district office' : `school ${school}`;
  if (!role) return `an assignment to ${where} without a role`;
  return `${role.role_name} at ${where}${role.is_district ? ', for the district' : ''}`;
}
