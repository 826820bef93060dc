import type { Findings } from '../finding.ts';
import type { WebFile } from './web-files.ts';

/** Rule W9: without its twin a fragment stands where the SIS likes, at the end of the page and outside of its list. */
export function checkTwins(files: readonly WebFile[], findings: Findings): void {
  const paths = new Set(files.map(({ path }) => path));
  for (const { kind, name, path } of files) {
    const twin = path.replace(/\.txt$/, '.xml');
    if (kind === 'fragment' && !paths.has(twin)) findings.add('W9', name, 1, `${twin} is missing`);
  }
}
