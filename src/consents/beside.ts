import type { SisRole } from '../access/scope.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { profileFor, type Rules, type ServiceGroup } from '../settings/profile/profile.ts';
import { usualServiceOf } from '../visits/fresh.ts';
import * as say from '../words/index.ts';
import { asksConsent, groupOf, obstacle, standingOn, type Word } from './standing.ts';
import { wordsByStudent } from './store.ts';
import { GROUP_NAMES } from './words.ts';

/**
 * Beside whom a list says something today, and the one word that matters before the page is opened. A refusal is said
 * whatever it is about; that consent is needed only where the reader's usual service needs it first, because it would stand
 * beside every name otherwise. Empty where the profile does not ask, and silent about students for whom the reader is not
 * support staff: a list may name them for another role.
 */
export async function consentStates(context: Context, students: readonly number[]): Promise<Map<number, string>> {
  const day = today(context.clock);
  const rules = profileFor(context.config.profile, day);
  const states = new Map<number, string>();
  const isSupport = context.scope.some((row) => row.role === 'support_staff');
  if (!asksConsent(rules) || !isSupport || students.length === 0) return states;
  const usual = await usualGroups(context, rules);
  const asked = { reader: readerOf(context), clock: context.clock };
  for (const [student, words] of await wordsByStudent(context.database, asked, [...new Set(students)])) {
    const state = stateOf(words, day, rules, usual);
    if (state) states.set(student, say.consents.besideTheName[state]);
  }
  return states;
}

// What the reader does most, in each of her roles: the scope keeps one title for a school, and she may have two.
async function usualGroups(context: Context, rules: Rules): Promise<Set<ServiceGroup>> {
  const { scope, config } = context;
  const schools = scope.filter(({ role }) => role === 'support_staff').map(({ school }) => school);
  const roles = await context.database.run<SisRole>('access/roles-of-person', { person: readerOf(context) });
  const groups = roles
    .filter(({ role_name }) => config.roleMap[role_name] === 'support_staff')
    .filter(({ is_district, school_id }) => is_district || schools.includes(school_id))
    .map(({ role_name }) => groupOf(usualServiceOf(role_name) ?? '', rules));
  return new Set(groups.filter((group) => group !== undefined));
}

function stateOf(
  words: readonly Word[],
  day: string,
  rules: Rules,
  usual: ReadonlySet<ServiceGroup>,
): 'refused' | 'needed' | undefined {
  const found = GROUP_NAMES.map((group) => ({
    group,
    why: obstacle(standingOn(words, group, day, rules['consent.validity']), group, rules),
  }));
  if (found.some(({ why }) => why === 'refused')) return 'refused';
  return found.some(({ group, why }) => why === 'needed' && usual.has(group)) ? 'needed' : undefined;
}
