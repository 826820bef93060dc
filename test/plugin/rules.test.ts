import { findingLine } from '../../src/plugin/finding.ts';
import { rules } from '../../src/plugin/rules.ts';
import { brokenManifests } from './broken-manifest.ts';
import { brokenPages } from './broken-pages.ts';
import { brokenQueries } from './broken-queries.ts';
import { brokenEntries, brokenLayouts, brokenMappings } from './broken-rest.ts';
import { brokenZips } from './broken-zips.ts';
import { findingsOf, goodFiles, goodZip, zipOf } from './package.ts';

const changed = [
  ...[...brokenManifests, ...brokenLayouts, ...brokenQueries],
  ...[...brokenMappings, ...brokenEntries, ...brokenPages],
];

it('finds nothing in the package as it is', async () => {
  expect((await findingsOf(await goodZip())).map(findingLine)).toEqual([]);
});

it.each(changed)('$rule alone when it $what', async ({ rule, change }) => {
  const files = goodFiles();
  change(files);
  const findings = await findingsOf(await zipOf(files));
  expect([...new Set(findings.map((finding) => finding.rule))].join()).toBe(rule);
  for (const finding of findings) {
    const lines = (files.get(finding.file) ?? '').split('\n').length;
    expect(finding.line).toBeGreaterThan(0);
    expect(finding.line).toBeLessThanOrEqual(lines);
  }
});

it.each(brokenZips)('$rule alone when it $what', async ({ rule, make }) => {
  const findings = await findingsOf(await make());
  expect([...new Set(findings.map((finding) => finding.rule))].join()).toBe(rule);
});

it('has an example for every rule', () => {
  const shown = new Set<string>([...changed, ...brokenZips].map(({ rule }) => rule));
  expect(Object.keys(rules).filter((rule) => !shown.has(rule))).toEqual([]);
});
