import { LOCAL_SETS, readBook } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import * as say from '../words/index.ts';
import { routes as codeRoutes } from './codes/routes.ts';
import { localsOf } from './codes/view.ts';
import { routes as profileRoutes } from './profile/routes.ts';
import { fteWords } from './staff/check.ts';
import { routes as staffRoutes } from './staff/routes.ts';
import type { FteRow } from './staff/view.ts';

async function overview({ database, clock, config }: Context): Promise<Answer> {
  const fte = await database.run<FteRow>('settings/staff-fte', { on_day: today(clock) });
  const people = fte.reduce((sum, row) => sum + row.people, 0);
  const codes = await readBook(database);
  const own = LOCAL_SETS.reduce((sum, set) => sum + localsOf(codes, set).length, 0);
  const { state, district } = config.profile;
  return {
    page: 'settings/page',
    title: say.settings.title,
    model: {
      items: [
        {
          href: '/settings/staff',
          name: say.settings.staff.title,
          line: say.settings.staff.about,
          now:
            people === 0
              ? say.settings.staff.nobodyToday
              : say.settings.staff.today(people, fteWords(fte.reduce((sum, row) => sum + row.fte, 0))),
        },
        {
          href: '/settings/codes',
          name: say.settings.codes.title,
          line: say.settings.codes.about,
          now: say.settings.codes.howMany(own),
        },
        {
          href: '/settings/profile',
          name: say.settings.profile.title,
          line: say.settings.profile.about,
          now: district ? say.settings.profile.withRulesOf(state.name, district.name) : state.name,
        },
      ],
    },
  };
}

export const routes: Route[] = [
  route({
    get: '/settings',
    action: 'settings.read',
    audit: 'SETTINGS_OPENED',
    input: {},
    run: overview,
  }),
  ...staffRoutes,
  ...codeRoutes,
  ...profileRoutes,
];
