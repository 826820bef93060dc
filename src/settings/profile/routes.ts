import { today } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { dayAndTime } from '../../server/words.ts';
import * as say from '../../words/index.ts';
import { fullDay } from '../typed.ts';
import { digestOf } from './note.ts';
import { NOT_IN_EFFECT, rulesOn, type StateProfile } from './profile.ts';
import { fewestShown } from './suppression.ts';
import { ruleWords } from './words.ts';

interface NotedRow {
  revision: number;
  digest: string;
  name: string;
  dated: string;
  content: string;
  noted_at: string;
}

async function page({ config, database, clock }: Context): Promise<Answer> {
  const { profile } = config;
  const day = today(clock);
  const noted = await database.run<NotedRow>('settings/profiles', { take: 50 });
  const { state, district } = profile;
  return {
    page: 'settings/profile',
    title: say.settings.profile.title,
    model: {
      name: state.name,
      sources: [state, ...(district ? [district] : [])].map(({ name, dated, source }) => ({
        name,
        dated: fullDay(dated),
        source,
      })),
      own: district ? district.name : null,
      day: fullDay(day),
      rules: rulesOn(profile, day).map((rule) => ({
        ...ruleWords(rule),
        because: rule.because,
        isOwn: rule.by === 'district',
        isLater: NOT_IN_EFFECT.has(rule.name),
      })),
      suppression: fewestShown(config, day),
      later: later(profile, day),
      isNoted: noted[0]?.digest === digestOf(profile),
      history: noted.map((row, at) => ({
        when: dayAndTime(row.noted_at, clock.timeZone),
        what: say.settings.profile.dated(row.name, fullDay(row.dated)),
        changes: changesOf(noted[at + 1], row, day),
      })),
    },
  };
}

/** What holds from another day on. */
function later({ state, district }: StateProfile, day: string): string[] {
  const days = [...state.editions, ...(district?.editions ?? [])].map(({ from }) => from).filter((from) => from > day);
  return [...new Set(days)].toSorted().map(fullDay);
}

/** Before and after of every rule that is another one, as it holds today. */
function changesOf(before: NotedRow | undefined, after: NotedRow, day: string): string[] {
  if (!before) return [];
  const was = new Map(readNoted(before, day));
  return readNoted(after, day)
    .filter(([about, words]) => was.get(about) !== words)
    .map(([about, words]) => `${about}: ${was.get(about) ?? '–'} → ${words}`);
}

function readNoted({ content }: NotedRow, day: string): [string, string][] {
  const { state, district } = JSON.parse(content) as {
    state: StateProfile['state'];
    district: StateProfile['district'];
  };
  return rulesOn({ state, district: district ?? undefined }, day).map((rule) => {
    const { about, words } = ruleWords(rule);
    return [about, words];
  });
}

export const routes: Route[] = [
  route({
    get: '/settings/profile',
    action: 'settings.read',
    audit: 'PROFILE_OPENED',
    input: {},
    run: page,
  }),
];
