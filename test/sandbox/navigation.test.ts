import { people } from '../../src/sandbox/cast.ts';
import { type NavigationStyle, renderAtEnd, renderNavigation } from '../../src/sandbox/navigation.ts';
import { createPermissions } from '../../src/sandbox/permissions.ts';
import type { PsScope } from '../../src/sandbox/ps-html.ts';
import { pluginFor } from './small-sis.ts';

const plugin = pluginFor('http://127.0.0.1:4001');

function links(
  context: 'main' | 'student',
  group: number,
  style: NavigationStyle,
  path = '/admin/home.html',
): string[] {
  const scope: PsScope = {
    value: (name) => (name === 'studentfrn' ? '0015001' : undefined),
    extended: () => undefined,
    message: (key) => plugin.messages.get(key),
    wildcard: () => undefined,
    access: (page) => createPermissions().access(group, page),
  };
  const { html } = renderNavigation({ context, path, style, plugin, scope });
  return [...html.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].map(([, href, text]) => `${text} ${href}`);
}

const support = 'Student Support /admin/students/ssp/support.html?frn=0015001';
const reports = 'Student Support Reports /admin/ssp/reports.html';

describe.each<NavigationStyle>(['enhanced', 'classic'])('%s navigation', (style) => {
  it.each([...new Set(people.map((person) => person.group))])('shows group %i just what it may open', (group) => {
    const maySupport = [2, 3, 4].includes(group);
    const mayReports = [1, 2, 3, 4, 5].includes(group);
    expect(links('student', group, style).filter((link) => link === support)).toHaveLength(maySupport ? 1 : 0);
    expect(links('main', group, style).filter((link) => link === reports)).toHaveLength(mayReports ? 1 : 0);
  });
});

it.each([...new Set(people.map((person) => person.group))])(
  'asks for group %i how many referrals came in only where it may open a student’s page',
  (group) => {
    const may = [2, 3, 4].includes(group);
    for (const style of ['enhanced', 'classic'] as const)
      for (const context of ['main', 'student'] as const) {
        const scope: PsScope = {
          value: () => '',
          extended: () => '9001',
          message: () => 'new',
          wildcard: (name) => ({ source: plugin.wildcards.get(name) ?? '' }),
          access: (page) => createPermissions().access(group, page),
        };
        const atEnd = renderAtEnd({ context, path: '/admin/home.html', style, plugin, scope });
        const asking = 'data-ssp-ask="http://127.0.0.1:4001/enter?user=9001&amp;after=count"';
        expect(atEnd.map(({ html }) => html.includes(asking))).toEqual([may]);
      }
  },
);

it('puts the page catalogue in by its order', () => {
  const shown = links('student', 2, 'enhanced');
  expect(shown.indexOf(support)).toBe(2);
});

it('marks the page that is open', () => {
  const scope = { value: () => '0015001', extended: () => undefined, wildcard: () => undefined };
  const request = {
    ...({ context: 'student', style: 'enhanced', path: '/admin/students/ssp/support.html', plugin } as const),
    scope: { ...scope, message: (key: string) => plugin.messages.get(key), access: () => 'view' as const },
  };
  expect(renderNavigation(request).html).toContain('aria-current="page">Student Support</a>');
});

it('refuses an entry under a section that the SIS does not have', () => {
  const orphan = { ...plugin.catalogue[0], parentHTMLID: 'navNowhere' } as (typeof plugin.catalogue)[number];
  const scope = { value: () => '', extended: () => '', wildcard: () => undefined, message: () => '' };
  expect(() =>
    renderNavigation({
      ...({ context: 'student', style: 'enhanced', path: '/' } as const),
      plugin: { ...plugin, catalogue: [orphan] },
      scope: { ...scope, access: () => 'view' },
    }),
  ).toThrow('sspStudentSupport: the stand-in SIS has no navNowhere');
});
