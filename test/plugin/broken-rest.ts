import type { Broken } from './broken-manifest.ts';
import { edit, type Files } from './package.ts';

// One small change of another file each, that breaks one rule and no other.

const QUERIES = 'queries_root/com.student_support_page.ssp.named_queries.xml';
const MAPPINGS = 'permissions_root/com.student_support_page.ssp.permission_mappings.xml';
const MESSAGES = 'MessageKeys/student-support.US_en.properties';
const CATALOGUE = 'pagecataloging/student-support.json';
const SUPPORT = 'WEB_ROOT/admin/students/ssp/support.html';
const REPORTS = 'WEB_ROOT/admin/ssp/reports.html';
const FRAGMENT = 'WEB_ROOT/admin/home.ssp.content.footer.txt';
const SCRIPT = 'WEB_ROOT/scripts/ssp/frame.js';
const NAME = 'com.student_support_page.ssp.access.staff_schools';

const one = (rule: Broken['rule'], what: string, change: (files: Files) => void): Broken => ({ rule, what, change });
const set = (rule: Broken['rule'], what: string, file: string, from: string, to: string): Broken =>
  one(rule, what, (files) => edit(files, file, from, to));
const add = (rule: Broken['rule'], what: string, file: string, text: string): Broken =>
  one(rule, what, (files) => files.set(file, text));
const move = (rule: Broken['rule'], what: string, from: string, to: string): Broken =>
  one(rule, what, (files) => {
    files.set(to, files.get(from) as string);
    files.delete(from);
  });
const map = (rule: Broken['rule'], what: string, page: string, allow: string, route: string): Broken =>
  add(
    rule,
    what,
    MAPPINGS,
    `<permission_mappings><permission name="${page}"><implies allow="${allow}">${route}</implies></permission></permission_mappings>`,
  );

export const brokenLayouts: Broken[] = [
  one('Z1', 'has no plugin.xml', (files) => files.delete('plugin.xml')),
  add('Z2', 'has a file of its own at the top', 'README.md', 'Hello'),
  add('Z2', 'has a folder of its own at the top', 'src/main.ts', ''),
  add('Z2', 'has both spellings of the web root', 'web_root/scripts/ssp/other.css', ''),
  move('Z3', 'has a folder among its queries', QUERIES, `queries_root/old/${QUERIES.split('/')[1]}`),
  add('Z4', 'has names that differ by capitals alone', 'WEB_ROOT/scripts/ssp/Frame.css', ''),
  add('Z5', 'has a source file among its pages', 'WEB_ROOT/scripts/ssp/frame.ts', ''),
  move('Z5', 'has messages for no country', MESSAGES, 'MessageKeys/student-support.properties'),
  set('Z8', 'has a page with a byte order mark', SUPPORT, '<!DOCTYPE', '\uFEFF<!DOCTYPE'),
  set('Z8', 'has messages that are none', MESSAGES, '=Student Support\n', '=Student Support\nand more\n'),
  set('Z8', 'has a twin that is not XML', FRAGMENT.replace('.txt', '.xml'), '</insertionMetadata>', ''),
  set('Z8', 'has a catalogue that is not JSON', CATALOGUE, '{', ''),
  set('Z8', 'has queries that are not XML', QUERIES, '</queries>', ''),
];

export const brokenQueries: Broken[] = [
  move('Q1', 'has queries under another name', QUERIES, 'queries_root/queries.xml'),
  one('Q1', 'has another root', (files) => {
    edit(files, QUERIES, '<queries>', '<list>');
    edit(files, QUERIES, '</queries>', '</list>');
  }),
  set('Q2', 'has a query of four parts', QUERIES, NAME, 'com.student_support_page.ssp.staff'),
  set('Q2', 'has a query that begins otherwise', QUERIES, NAME, 'com.example.ssp.access.staff_schools'),
  set(
    'Q3',
    'declares another order',
    QUERIES,
    'ss.users_dcid AS users_dcid, ss.schoolid AS school_id',
    'ss.schoolid AS school_id, ss.users_dcid AS users_dcid',
  ),
  set('Q3', 'selects one more', QUERIES, 'rd.name AS role_name', 'rd.name AS role_name, rd.id'),
  set('Q4', 'has an argument that is not declared', QUERIES, 'ss.status = 1', 'ss.status = :status'),
  set('Q4', 'has an argument that is spelled otherwise', QUERIES, '= :users_dcid', '= :USERS_DCID'),
  set('Q5', 'has no order', QUERIES, 'ORDER BY ss.schoolid, rd.name', ''),
  set('Q6', 'has PS-HTML in SQL', QUERIES, 'ss.status = 1', 'ss.status = ~(curschoolid)'),
  set('Q7', 'has a semicolon', QUERIES, 'rd.name\n', 'rd.name;\n'),
  set('Q7', 'is no query', QUERIES, 'SELECT ss', 'DELETE SELECT ss'),
  set('Q8', 'has short names and no core table', QUERIES, ' coreTable="SCHOOLSTAFF"', ''),
  set('Q9', 'has a long summary', QUERIES, '<summary>', `<summary>${'x'.repeat(30)}`),
  set(
    'Q10',
    'names a column that does not exist',
    QUERIES,
    'arg name="users_dcid" column="SCHOOLSTAFF.USERS_DCID"',
    'arg name="users_dcid" column="SCHOOLSTAFF.SHOE_SIZE"',
  ),
  set('Q11', 'is run by a page without a mapping', SCRIPT, '(() => {', `fetch('/ws/schema/query/${NAME}');\n(() => {`),
  set('Q11', 'can be run by nobody', 'plugin.xml', 'allow-client-credential="true"', 'allow-client-credential="false"'),
];

export const brokenMappings: Broken[] = [
  map('M1', 'maps a page that is not there', '/admin/ssp/report.html', 'post', `/ws/schema/query/${NAME}`),
  map('M2', 'maps a query for reading', '/admin/ssp/reports.html', 'get', `/ws/schema/query/${NAME}`),
  map('M2', 'maps another route', '/admin/ssp/reports.html', 'get', '/ws/district/codeset'),
  map('M3', 'maps a query that is not there', '/admin/ssp/reports.html', 'post', `/ws/schema/query/${NAME}s`),
  map('M3', 'maps a table of somebody else', '/admin/ssp/reports.html', 'get', '/ws/schema/table/u_health_log/#'),
];

export const brokenEntries: Broken[] = [
  set('N1', 'has the same entry twice', CATALOGUE, '"sspStudentSupportReports"', '"sspStudentSupport"'),
  set('N2', 'has an entry for nothing', CATALOGUE, '"main"', '"home"'),
  set(
    'N3',
    'has an entry for a page that is not there',
    CATALOGUE,
    '/admin/ssp/reports.html',
    '/admin/ssp/report.html',
  ),
  set('N3', 'has an entry outside of the portal', CATALOGUE, '"/admin/ssp/reports.html"', '"/teachers/home.html"'),
  set('N4', 'has an order that is none', CATALOGUE, '250', '10000'),
  set('N4', 'has a long icon', CATALOGUE, '"checkParams"', `"iconName": "${'x'.repeat(31)}", "checkParams"`),
];

export const brokenPages: Broken[] = [
  set('W1', 'has a page without a footer', REPORTS, '~[wc:admin_footer_css]', ''),
  set('W1', 'has a student’s page without the title', SUPPORT, '~[wc:title_student_end_css]', ''),
  set('W1', 'has an if that is not closed', SUPPORT, '[/if#page]', ''),
  set('W1', 'has an if that is closed by another', SUPPORT, '[/if#page]', '[/if#pages]'),
  one('W2', 'has a page without a guard', (files) => {
    const open = (text: string) => text.replace(/~\[if#page[^\]]*\]|\[else#page\][\s\S]*\[\/if#page\]/g, '');
    files.set(REPORTS, open(files.get(REPORTS) ?? ''));
  }),
  set(
    'W2',
    'has a guard on a mistyped path',
    REPORTS,
    'pageviewormod=/admin/ssp/reports.html',
    'pageviewormod=/admin/ssp/report.html',
  ),
  set(
    'W2',
    'has a guard that fails open',
    SUPPORT,
    'security.pageviewormod=/admin/students/ssp/support.html',
    'not.memberof:No Access',
  ),
  one('W2', 'has its frame in the wrong branch', (files) => {
    const text = files.get(SUPPORT) ?? '';
    const [frame = ''] = /<iframe[\s\S]*<\/iframe>/.exec(text) ?? [];
    files.set(
      SUPPORT,
      text.replace(frame, '').replace('[/if#page]', () => `${frame}[/if#page]`),
    );
  }),
  set('W2', 'has a fragment that shows before its guard', FRAGMENT, '~[if', '<li>Reports</li>~[if'),
  add('W2', 'has a data page without a guard', 'WEB_ROOT/admin/ssp/visits.json', '[]'),
  set('W3', 'uses a parameter as it comes', REPORTS, '~[wc:admin_footer_css]', '~(gpv.page)~[wc:admin_footer_css]'),
  set('W3', 'uses a parameter in brackets', REPORTS, '~[wc:admin_footer_css]', '~[gpv:page]~[wc:admin_footer_css]'),
  set('W4', 'loads a script from somewhere', REPORTS, 'src="/scripts', 'src="//cdn.example.com/scripts'),
  set('W4', 'has another service in its include', 'WEB_ROOT/wildcards/ssp_service.txt', 'support.', 'support2.'),
  set('W4', 'names the service in a page', REPORTS, 'src="~[wc:ssp_service]', 'src="https://support.example.org'),
  set('W5', 'has a secret', SCRIPT, '(() => {', "const clientSecret = 'k3jh45kjh345';\n(() => {"),
  set('W6', 'uses a message that is not there', MESSAGES, 'psx.htmlc.ssp.no_access=', 'psx.htmlc.ssp.no_acces='),
  add(
    'W6',
    'has a second language with half the words',
    'MessageKeys/student-support.MX_es.properties',
    'psx.htmlc.ssp.start_page=Inicio\n',
  ),
];
