import { add, CATALOGUE, FRAGMENT, MESSAGES, one, REPORTS, SCRIPT, SUPPORT, set } from './broken.ts';
import type { Broken } from './broken-manifest.ts';
import { edit } from './package.ts';

// One small change of a page, or of what is put into pages, that breaks one rule and no other.

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
  set('W2', 'shows a field of the student before its guard', SUPPORT, '~[if#page.', '~(dob) ~[if#page.'),
  set('W2', 'shows a column of the student after its guard', SUPPORT, '[/if#page]', '[/if#page]~([Students]dob)'),
  set('W2', 'shows a field to those who may not', SUPPORT, '[else#page]', '[else#page]~(studentname)'),
  one('W2', 'shows a field by an include', (files) => {
    files.set('WEB_ROOT/wildcards/ssp_who.txt', '~[wc:ssp_whom]');
    files.set('WEB_ROOT/wildcards/ssp_whom.txt', '~(dob)');
    edit(files, SUPPORT, '[else#page]', '[else#page]~[wc:ssp_who]');
  }),
  set(
    'W2',
    'is guarded as another page is',
    SUPPORT,
    'pageviewormod=/admin/students/ssp/support.html',
    'pageviewormod=/admin/ssp/reports.html',
  ),
  set(
    'W2',
    'links to another page than its guard is on',
    FRAGMENT,
    'href="/admin/ssp/reports',
    'href="/admin/students/ssp/support',
  ),
  set(
    'W2',
    'has a fragment that shows before its guard',
    FRAGMENT,
    '~[if',
    '<li>~[text:psx.htmlc.admin_ssp.reports.title]</li>~[if',
  ),
  add('W2', 'has a data page without a guard', 'WEB_ROOT/admin/ssp/visits.json', '[]'),
  set('W3', 'uses a parameter as it comes', REPORTS, '~[wc:admin_footer_css]', '~(gpv.page)~[wc:admin_footer_css]'),
  set('W3', 'uses a parameter in brackets', REPORTS, '~[wc:admin_footer_css]', '~[gpv:page]~[wc:admin_footer_css]'),
  set('W4', 'loads a script from somewhere', REPORTS, 'src="/scripts', 'src="//cdn.example.com/scripts'),
  set('W4', 'has another service in its include', 'WEB_ROOT/wildcards/ssp_service.txt', 'support.', 'support2.'),
  set('W4', 'names the service in a page', REPORTS, 'src="~[wc:ssp_service]', 'src="https://support.example.org'),
  set('W4', 'escapes another host in a script', SCRIPT, '(() => {', "fetch('https:\\/\\/cdn.example.com');\n(() => {"),
  set('W4', 'writes the slashes as codes', SCRIPT, '(() => {', "fetch('https:\\x2f\\u002fcdn.example.com');\n(() => {"),
  set('W4', 'names a host in a message', MESSAGES, '=Start Page', '=See https://cdn.example.com'),
  set(
    'W4',
    'names a host in its catalogue',
    CATALOGUE,
    '"checkParams"',
    '"requiredContext": "https://cdn.example.com", "checkParams"',
  ),
  set(
    'W5',
    'has a secret among its messages',
    MESSAGES,
    'psx.htmlc.ssp.no',
    'client_secret="k3jh45kjh345"\npsx.htmlc.ssp.no',
  ),
  set(
    'W5',
    'has a bare secret among its messages',
    MESSAGES,
    'psx.htmlc.ssp.no',
    'ssp.client_secret=k3jh45kjh345\npsx.htmlc.ssp.no',
  ),
  set('W7', 'has a script in a message', MESSAGES, '=Start Page', '=Start <script src="x.js"></script>'),
  set('W7', 'has a script in a message in codes', MESSAGES, '=Start Page', '=Start \\u003cscript src="x.js">'),
  set(
    'W7',
    'asks the database in a message',
    MESSAGES,
    '=Start Page',
    '=~[tlist_sql;SELECT dob FROM students;]~(dob)[/tlist_sql]',
  ),
  set('W7', 'has a field in a message', MESSAGES, '=Start Page', '=Start ~(dob)'),
  set('W8', 'has words of its own', REPORTS, '<h1>~[text:psx.htmlc.admin_ssp.reports.title]', '<h1>Reports'),
  set(
    'W8',
    'has words in an attribute',
    REPORTS,
    'title="~[text:psx.htmlc.admin_ssp.reports.title]"',
    'title="Reports"',
  ),
  set('W8', 'has words in a fragment', FRAGMENT, '</a>', '!</a> new'),
  set('W8', 'has words in an include', 'WEB_ROOT/wildcards/ssp_frame_notices.txt', '<button', 'or <button'),
  set('W8', 'has words on a button', REPORTS, '[else#page]', '[else#page]<button title="Go"></button>'),
  one('W9', 'has a fragment without its twin', (files) => files.delete(FRAGMENT.replace('.txt', '.xml'))),
  set('W5', 'has a secret', SCRIPT, '(() => {', "const clientSecret = 'k3jh45kjh345';\n(() => {"),
  set('W6', 'uses a message that is not there', MESSAGES, 'psx.htmlc.ssp.no_access=', 'psx.htmlc.ssp.no_acces='),
  add(
    'W6',
    'has a second language with half the words',
    'MessageKeys/student-support.MX_es.properties',
    'psx.htmlc.ssp.start_page=Inicio\n',
  ),
];
