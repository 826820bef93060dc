import type { Broken } from './broken-manifest.ts';
import { edit, type Files } from './package.ts';

// How the examples change one file of the package, and what the files are called.

export const QUERIES = 'queries_root/com.student_support_page.ssp.named_queries.xml';
export const MAPPINGS = 'permissions_root/com.student_support_page.ssp.permission_mappings.xml';
export const MESSAGES = 'MessageKeys/student-support.US_en.properties';
export const CATALOGUE = 'pagecataloging/student-support.json';
export const SUPPORT = 'WEB_ROOT/admin/students/ssp/support.html';
export const REPORTS = 'WEB_ROOT/admin/ssp/reports.html';
export const FRAGMENT = 'WEB_ROOT/admin/home.ssp.content.footer.txt';
export const SCRIPT = 'WEB_ROOT/scripts/ssp/frame.js';
export const NAME = 'com.student_support_page.ssp.access.staff_schools';

export const one = (rule: Broken['rule'], what: string, change: (files: Files) => void): Broken => ({
  rule,
  what,
  change,
});
export const set = (rule: Broken['rule'], what: string, file: string, from: string, to: string): Broken =>
  one(rule, what, (files) => edit(files, file, from, to));
export const add = (rule: Broken['rule'], what: string, file: string, text: string): Broken =>
  one(rule, what, (files) => files.set(file, text));
export const move = (rule: Broken['rule'], what: string, from: string, to: string): Broken =>
  one(rule, what, (files) => {
    files.set(to, files.get(from) as string);
    files.delete(from);
  });
