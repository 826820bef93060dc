import type { Findings } from './finding.ts';
import type { ZippedFile } from './unzip.ts';

// Rules Z1 to Z6: what lies where.

const WEB_ROOTS = ['WEB_ROOT', 'web_root'];
const FOLDERS = ['MessageKeys', 'pagecataloging', 'permissions_root', 'queries_root', 'user_schema_root', ...WEB_ROOTS];
const FLAT = ['MessageKeys', 'permissions_root', 'queries_root'];
const ENDINGS: Record<string, RegExp> = {
  MessageKeys: /^[\w-]+\.[A-Z]{2}_[a-z]{2}\.properties$/,
  pagecataloging: /\.json$/,
  permissions_root: /\.permission_mappings\.xml$/,
  // The rest of the name is rule Q1.
  queries_root: /\.xml$/,
  user_schema_root: /\.xml$/,
};
const webEnding = /\.(html|txt|json|xml|js|css|png|svg|gif|jpg|ico|woff2)$/;

export function checkLayout(entries: readonly ZippedFile[], zipName: string, findings: Findings): void {
  const names = entries.map(({ name }) => name);
  checkManifest(names, zipName, findings);
  checkSpelling(names, zipName, findings);
  const seen = new Set<string>();
  for (const name of names) {
    const bad = badName(name) ?? (seen.has(name.toLowerCase()) ? 'the name is there already' : undefined);
    seen.add(name.toLowerCase());
    if (bad) findings.add('Z4', name, 1, bad);
    else checkPlace(name, findings);
  }
  checkOrder(entries, zipName, findings);
}

function badName(name: string): string | undefined {
  if (name.includes('\\')) return 'the name has a backslash: some programs for Windows make such zips';
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'the name begins at the root of a disk';
  if (name.split('/').some((part) => part === '..' || part === '.')) return 'the name leads out of the zip';
  if (name.includes('//')) return 'the name has an empty folder in it';
  return undefined;
}

function checkManifest(names: string[], zipName: string, findings: Findings): void {
  if (names.includes('plugin.xml')) return;
  const inside = names.find((name) => /^[^/]+\/plugin\.xml$/.test(name));
  const hint = inside ? `; it lies in ${inside}: zip what is in the folder, not the folder` : '';
  findings.add('Z1', zipName, 1, `there is no plugin.xml at the top${hint}`);
}

function checkSpelling(names: string[], zipName: string, findings: Findings): void {
  const used = WEB_ROOTS.filter((root) => names.some((name) => name.startsWith(`${root}/`)));
  if (used.length > 1) findings.add('Z2', zipName, 1, 'WEB_ROOT and web_root both stand there');
}

function checkPlace(name: string, findings: Findings): void {
  const [top = '', ...rest] = name.split('/');
  if (name === 'plugin.xml') return;
  if (rest.length === 0 || !FOLDERS.includes(top)) {
    findings.add('Z2', name, 1, 'the SIS does not know this at the top of a zip');
    return;
  }
  if (FLAT.includes(top) && rest.length > 1) {
    findings.add('Z3', name, 1, `a folder inside ${top}`);
    return;
  }
  const file = rest.at(-1);
  if (file === '' || file === undefined) return;
  if (!(ENDINGS[top] ?? webEnding).test(file)) findings.add('Z5', name, 1, `not a file for ${top}`);
}

function checkOrder(entries: readonly ZippedFile[], zipName: string, findings: Findings): void {
  const sorted = entries.every(({ name }, at) => at === 0 || (entries[at - 1] as ZippedFile).name <= name);
  if (sorted && entries.every(({ isPlain }) => isPlain)) return;
  findings.add('Z6', zipName, 1, 'packed again it would have other bytes: made by another program than ours');
}
