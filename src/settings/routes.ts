import { LOCAL_SETS, readBook } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { type Answer, type Route, route } from '../server/route.ts';
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
    title: 'Settings',
    model: {
      items: [
        {
          href: '/settings/staff',
          name: 'Staff',
          line: 'Provider type, employer and FTE of each staff member, from which day to which.',
          now:
            people === 0
              ? 'Nobody entered for today'
              : `${people} ${people === 1 ? 'person' : 'people'} today, ${fteWords(fte.reduce((sum, row) => sum + row.fte, 0))} FTE`,
        },
        {
          href: '/settings/codes',
          name: 'Codes of your own',
          line: 'Purposes, services and other choices under your own names, counted as standard ones.',
          now: own === 0 ? 'None' : `${own} ${own === 1 ? 'code' : 'codes'}`,
        },
        {
          href: '/settings/profile',
          name: 'State profile',
          line: 'What differs by state: consent, notices, retention, small numbers. It comes from a file.',
          now: district ? `${state.name}, with rules of ${district.name}` : state.name,
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
