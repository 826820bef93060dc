import { move, NAME, one, QUERIES, SCRIPT, set } from './broken.ts';
import type { Broken } from './broken-manifest.ts';
import { edit } from './package.ts';

// One small change of the published query each, that breaks one rule and no other.

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
  set('Q3', 'selects one more', QUERIES, 'rd.name AS role_name', 'rd.name AS role_name, rd.name'),
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
  set(
    'Q10',
    'shows another column under a declared name',
    QUERIES,
    'rd.name AS role_name',
    '(SELECT u.ssn FROM users u WHERE u.dcid = ss.users_dcid) AS role_name',
  ),
  set('Q10', 'reads a table that is not declared', QUERIES, 'LEFT JOIN roledef rd ON', 'LEFT JOIN users rd ON'),
  set('Q10', 'reads another table after a comma', QUERIES, 'FROM schoolstaff ss', 'FROM schoolstaff ss, ps.users u'),
  set('Q10', 'reads another table in a condition', QUERIES, 'ss.status = 1', 'EXISTS (SELECT 1 FROM students)'),
  set('Q10', 'shows a column that is not declared', QUERIES, 'rd.name AS role_name', 'rd.description AS role_name'),
  set('Q10', 'shows it inside of a function', QUERIES, 'rd.name AS role_name', 'max(rd.description) AS role_name'),
  set('Q10', 'shows it by its bare name', QUERIES, 'rd.name AS role_name', 'description AS role_name'),
  set(
    'Q10',
    'shows it in the second half',
    QUERIES,
    'WHERE',
    'UNION SELECT 1, 2, rd.description, 3 FROM roledef rd WHERE',
  ),
  set('Q10', 'compares with a column that nobody may see', QUERIES, 'ss.status = 1', "ss.ssn LIKE '1%'"),
  set(
    'Q10',
    'brings another table in by a name of its own',
    QUERIES,
    'SELECT ss',
    'WITH s AS (SELECT lastfirst FROM students) SELECT ss',
  ),
  set('Q11', 'is run by a page without a mapping', SCRIPT, '(() => {', `fetch('/ws/schema/query/${NAME}');\n(() => {`),
  set('Q11', 'can be run by nobody', 'plugin.xml', 'allow-client-credential="true"', 'allow-client-credential="false"'),
];
