import { type Html, html, raw } from './html.ts';
import { PERMISSIONS_PATH, PLUGINS_PATH } from './permissions.ts';
import type { InstalledPlugin } from './plugin-files.ts';
import type { PsScope } from './ps-html.ts';
import { renderPsHtml } from './ps-html.ts';

// The left navigation: the stand-in's own made-up entries, and what the plugin adds. Newer servers take the plugin's
// page catalogue ("enhanced"), older ones its fragments ("classic"); the stand-in shows one of the two, so that no
// entry stands there twice.

export type NavigationStyle = 'enhanced' | 'classic';

export interface NavigationEntry {
  title: string;
  /** Path and query; PS-HTML is evaluated. */
  url: string;
  sortOrder: number;
}

interface Section {
  title: string;
  /** What page catalogues name as parentHTMLID. */
  htmlId: string;
  /** What fragments name as the list to join. */
  listId: string;
  entries: NavigationEntry[];
}

const entries = (folder: string, query: string, titles: string[]): NavigationEntry[] =>
  titles.map((title, i) => ({
    title,
    url: `${folder}/${title.toLowerCase().replaceAll(' ', '-')}.html${query}`,
    sortOrder: (i + 1) * 100,
  }));

const student = (titles: string[]) => entries('/admin/students', '?frn=~(studentfrn)', titles);
const main = (titles: string[]) => entries('/admin', '', titles);

const studentSections: Section[] = [
  {
    title: 'Student',
    htmlId: 'navStudentProfileSection',
    listId: 'std_information',
    entries: [
      { title: 'Overview', url: '/admin/students/home.html?frn=~(studentfrn)', sortOrder: 100 },
      ...student(['Demographics', 'Contacts', 'Transportation']).map((entry, i) => ({
        ...entry,
        sortOrder: 200 + i * 100,
      })),
    ],
  },
  {
    title: 'Academics',
    htmlId: 'navStudentAcademicPerformanceSection',
    listId: 'std_academics',
    entries: student(['Attendance', 'Schedule', 'Grades']),
  },
  {
    title: 'Enrollment',
    htmlId: 'navStudentEnrollmentSection',
    listId: 'std_administration',
    entries: student(['Enrollments', 'Transfer']),
  },
];

const mainSections: Section[] = [
  {
    title: 'Main menu',
    htmlId: 'navMainSection',
    listId: 'left_nav_functions',
    entries: [
      { title: 'Start Page', url: '/admin/home.html', sortOrder: 50 },
      ...main(['Attendance', 'Enrollment', 'Staff']),
    ],
  },
  {
    title: 'Applications',
    htmlId: 'navApplicationsSection',
    listId: 'left_nav_applications',
    entries: [
      ...main(['System Reports']),
      { title: 'Plugins', url: PLUGINS_PATH, sortOrder: 900 },
      { title: 'Page permissions', url: PERMISSIONS_PATH, sortOrder: 910 },
    ],
  },
];

/** Paths of the made-up entries, behind which there is only a page that says so. */
export const madeUpPages: ReadonlySet<string> = new Set(
  [...studentSections, ...mainSections]
    .flatMap((section) => section.entries.map((entry) => entry.url.replace(/\?.*/, '')))
    .filter((path) => path.endsWith('.html') && !path.endsWith('/home.html')),
);

/** What a page shows at its left. `path` marks the entry of the page itself. */
export interface NavigationRequest {
  context: 'main' | 'student';
  path: string;
  style: NavigationStyle;
  plugin: InstalledPlugin;
  scope: PsScope;
}

export function renderNavigation(request: NavigationRequest): Html {
  const sections = request.context === 'student' ? studentSections : mainSections;
  checkParents(request, sections);
  return html`<nav id="nav-main" aria-label="${request.context === 'student' ? 'Student' : 'Main'}">${sections.map(
    (section) => html`
      <h2>${section.title}</h2>
      <ul id="${section.listId}">${renderEntries(request, section)}${renderFragments(request, section)}</ul>`,
  )}
    </nav>`;
}

function checkParents({ context, plugin }: NavigationRequest, sections: Section[]): void {
  const orphan = plugin.catalogue.find(
    (entry) => entry.contextType === context && !sections.some((section) => section.htmlId === entry.parentHTMLID),
  );
  if (orphan)
    throw new Error(`${orphan.htmlID}: the stand-in SIS has no ${orphan.parentHTMLID} in its ${context} navigation`);
}

function renderEntries(request: NavigationRequest, section: Section): Html[] {
  const { context, plugin, scope, style, path } = request;
  const added = plugin.catalogue
    .filter((entry) => style === 'enhanced' && entry.contextType === context && entry.parentHTMLID === section.htmlId)
    .map(({ htmlID, title, pageURL, sortOrder }) => ({
      title: renderPsHtml(htmlID, title, scope),
      url: pageURL,
      sortOrder,
    }));
  return [...section.entries, ...added]
    .toSorted((a, b) => a.sortOrder - b.sortOrder)
    .flatMap((entry) => {
      const entryPath = entry.url.replace(/\?.*/, '');
      if (scope.access(entryPath) === 'none') return [];
      const current = entryPath === path ? raw(' aria-current="page"') : undefined;
      return [
        html`<li><a href="${raw(renderPsHtml(section.htmlId, entry.url, scope))}"${current}>${entry.title}</a></li>`,
      ];
    });
}

/** Fragments that stand at the end of the page's content, in both styles. */
export function renderAtEnd(request: NavigationRequest): Html[] {
  return renderFragments({ ...request, style: 'classic' }, { listId: 'content-main' });
}

// Fragments guard themselves, as on a real server: nothing is hidden for them here.
function renderFragments(
  { context, plugin, scope, style, path }: NavigationRequest,
  section: Pick<Section, 'listId'>,
): Html[] {
  const joins = (fragment: { page: string; point: string }) =>
    context === 'student'
      ? fragment.page === '/admin/students/more2' && fragment.point === 'leftnav.footer'
      : `${fragment.page}.html` === path && fragment.point === 'content.footer';
  return plugin.fragments
    .filter((fragment) => style === 'classic' && fragment.listId === section.listId && joins(fragment))
    .map((fragment) => raw(renderPsHtml(fragment.file, fragment.source, scope)));
}
