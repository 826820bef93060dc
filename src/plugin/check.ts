import { checkCatalogue } from './catalogue.ts';
import { type Finding, Findings, inOrder } from './finding.ts';
import { checkLayout } from './layout.ts';
import { checkManifest } from './manifest/check-manifest.ts';
import { readMappings } from './mappings.ts';
import { checkMessages } from './messages.ts';
import { checkPage } from './pages/check-page.ts';
import { checkText } from './pages/check-text.ts';
import { checkWords } from './pages/check-words.ts';
import { includesWithContent } from './pages/content.ts';
import { checkTwins } from './pages/twins.ts';
import { pagePaths, webFiles } from './pages/web-files.ts';
import { checkQueries } from './queries/check-queries.ts';
import { ownColumns } from './queries/own-columns.ts';
import { checkReach } from './queries/reach.ts';
import { readQueries } from './queries/read-queries.ts';
import { decodeTexts, type Texts, textsIn, xmlOf } from './texts.ts';
import { unzip } from './unzip.ts';

export interface Checked {
  findings: Finding[];
  /** Content by name; empty when the zip itself cannot be read. */
  files: ReadonlyMap<string, Buffer>;
}

/**
 * Holds a zip against all rules, whoever made it. Whatever is in it becomes a finding: this does not throw.
 * @param zipName how findings call the zip itself.
 */
export async function checkZip(bytes: Buffer, zipName: string): Promise<Checked> {
  const findings = new Findings();
  const entries = await unzip(bytes, zipName, findings);
  if (!entries) return { findings: findings.list, files: new Map() };
  checkLayout(entries, zipName, findings);
  const files = entries.filter(({ name }) => !name.endsWith('/'));
  checkContent(
    files.map(({ name }) => name),
    decodeTexts(files, findings),
    findings,
  );
  return { findings: inOrder(findings.list), files: new Map(files.map(({ name, bytes }) => [name, bytes])) };
}

function checkContent(names: readonly string[], texts: Texts, findings: Findings): void {
  const root = texts.has('plugin.xml') ? xmlOf('plugin.xml', texts.get('plugin.xml') ?? '', findings) : undefined;
  const manifest = root && checkManifest(root, findings);
  const web = webFiles(texts);
  const pages = pagePaths(names);
  const known = { paths: pages, includes: includesWithContent(web) };
  for (const file of web) {
    checkPage(file, known, findings);
    checkWords(file, findings);
    checkText(file, manifest, findings);
  }
  checkTwins(web, findings);
  // What stands in these is put into pages, or read by the same people.
  for (const [name, text] of textsIn(texts, /^(MessageKeys|pagecataloging|permissions_root|queries_root)\//))
    checkText({ name, kind: 'other', text }, manifest, findings);
  for (const [name, text] of textsIn(texts, /^(web_root|user_schema_root)\/.*\.xml$/i)) xmlOf(name, text, findings);

  const { queries, isWhole } = readQueries(names, texts, findings);
  const own = ownColumns(texts);
  checkQueries(
    names.filter((name) => /^queries_root\/[^/]+$/.test(name)),
    queries,
    own,
    findings,
  );
  const mappings = readMappings(texts, pages, new Set(queries.map(({ name }) => name)), findings);
  if (manifest) checkReach({ manifest, queries, isWhole, mappings, texts, own }, findings);
  checkCatalogue(texts, pages, findings);
  checkMessages(texts, findings);
}
