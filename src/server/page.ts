import { ACTIONS, type Role } from '../access/actions.ts';
import type { ScopeRow } from '../access/scope.ts';
import { leftOf, type Session } from '../access/session.ts';
import { formToken } from '../access/tokens.ts';
import type { Call } from '../crisis/calls.ts';
import * as say from '../words/index.ts';
import { instantNow } from './clock.ts';
import type { Context, Parts } from './context.ts';
import { dayAndTime } from './words.ts';

export interface PageModel {
  title: string;
  lang: string;
  sisOrigin: string;
  timeZone: string;
  user: { name: string; title: string } | null;
  token: string;
  nav: { href: string; text: string; current: boolean }[];
  ownTabUrl: string | null;
  /** Seconds until the session ends when nothing happens; null when nobody is signed in. */
  sessionLeft: number | null;
  printedBy: string;
  asOf: string;
  assets: string;
  flash: string | null;
  /** Asks by itself whether the person is needed. */
  mayBeCalled: boolean;
  calls: Call[];
  /** Asks by itself how many referrals came in, and tells the SIS's page the number. */
  countsReferrals: boolean;
}

const NAVIGATION: { href: string; text: string; roles: Role[] }[] = [
  { href: '/', text: say.layout.nav.today, roles: ['support_staff', 'school_admin', 'district_admin'] },
  { href: '/tasks', text: say.layout.nav.tasks, roles: ['support_staff'] },
  { href: '/referrals', text: say.layout.nav.referrals, roles: ['support_staff'] },
  { href: '/reports/visits', text: say.layout.nav.reports, roles: ['school_admin', 'district_admin'] },
  { href: '/exports', text: say.layout.nav.exports, roles: ['district_admin', 'state_consultant'] },
  { href: '/settings', text: say.layout.nav.settings, roles: ['district_admin', 'system_admin'] },
  { href: '/access/review', text: say.layout.nav.access, roles: ['school_admin', 'district_admin', 'system_admin'] },
];

/** What every page knows besides its own model. */
export function pageModel(context: Context, title: string, flash: string | null, calls: Call[] = []): PageModel {
  const page = buildPage(context.parts, title, flash, context.session, context.scope, context.request.url.pathname);
  return { ...page, calls };
}

/** The same for pages without a context, such as error pages. */
export function buildPage(
  parts: Parts,
  title: string,
  flash: string | null,
  session: Session | undefined,
  scope: ScopeRow[],
  path: string,
): PageModel {
  const roles = new Set(scope.map((row) => row.role));
  return {
    title,
    lang: 'en-US',
    sisOrigin: parts.config.sisUrl,
    timeZone: parts.clock.timeZone,
    user: session ? { name: session.name, title: scope[0]?.title ?? '' } : null,
    token: session ? formToken(session.reader, parts.config.sessionKeys, parts.clock) : '',
    nav: NAVIGATION.filter((item) => item.roles.some((role) => roles.has(role))).map(({ href, text }) => ({
      href,
      text,
      current: href === sectionOf(path),
    })),
    ownTabUrl: session ? ownTab(path, session.reader) : null,
    sessionLeft: session ? leftOf(session, parts.clock).left : null,
    printedBy: session?.name ?? '',
    asOf: dayAndTime(instantNow(parts.clock), parts.clock.timeZone),
    assets: parts.assetsVersion,
    flash,
    mayBeCalled: ACTIONS['crisis.calls'].roles.some((role) => roles.has(role)),
    calls: [],
    countsReferrals: ACTIONS['referral.list'].roles.some((role) => roles.has(role)),
  };
}

function sectionOf(path: string): string {
  if (path === '/search' || path.startsWith('/today/')) return '/';
  if (path.startsWith('/settings')) return '/settings';
  if (path.startsWith('/reports/')) return '/reports/visits';
  if (path.startsWith('/referrals')) return '/referrals';
  return path.startsWith('/access/') ? '/access/review' : path;
}

const ACCESS_PAGES: Record<string, string> = {
  '/access/why': 'why',
  '/access/review': 'review',
  '/access/break-glass': 'need',
};

// The own tab does not share the frame's cookie: it comes in through the door and signs in by itself. Saying who is here
// ends a session there that somebody else has left on a shared computer.
function ownTab(path: string, reader: number): string | null {
  const student = /^\/students\/(\d+)/.exec(path)?.[1];
  if (student) return `/enter?student=${student}&user=${reader}`;
  if (path.startsWith('/reports')) return `/enter?page=reports&user=${reader}`;
  if (path.startsWith('/exports')) return `/enter?page=exports&user=${reader}`;
  if (path.startsWith('/settings')) return `/enter?page=settings&user=${reader}`;
  const access = ACCESS_PAGES[path];
  if (access) return `/enter?page=${access}&user=${reader}`;
  return path === '/' || path === '/search' ? `/enter?user=${reader}` : null;
}
