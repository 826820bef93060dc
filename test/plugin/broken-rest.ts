import { add, CATALOGUE, FRAGMENT, MAPPINGS, MESSAGES, move, NAME, one, QUERIES, SUPPORT, set } from './broken.ts';
import type { Broken } from './broken-manifest.ts';

// One small change of where a file lies, of a mapping or of the navigation, that breaks one rule and no other.

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

export const brokenMappings: Broken[] = [
  map('M1', 'maps a page that is not there', '/admin/ssp/report.html', 'post', `/ws/schema/query/${NAME}`),
  map('M2', 'maps a query for reading', '/admin/ssp/reports.html', 'get', `/ws/schema/query/${NAME}`),
  map('M2', 'maps another route', '/admin/ssp/reports.html', 'get', '/ws/district/codeset'),
  map('M3', 'maps a query that is not there', '/admin/ssp/reports.html', 'post', `/ws/schema/query/${NAME}s`),
  map('M4', 'lets a row be added to a row', '/admin/ssp/reports.html', 'post', '/ws/schema/table/u_ssp_visit/#'),
  map('M4', 'lets a table be taken away', '/admin/ssp/reports.html', 'delete', '/ws/schema/table/u_ssp_visit'),
  map('M4', 'lets a count be written', '/admin/ssp/reports.html', 'put', '/ws/schema/table/u_ssp_visit/count'),
  map('M5', 'lets a page write', '/admin/ssp/reports.html', 'post', '/ws/schema/table/u_ssp_visit'),
  map('M5', 'lets a page take away', '/admin/ssp/reports.html', 'delete', '/ws/schema/table/u_ssp_visit/#'),
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
