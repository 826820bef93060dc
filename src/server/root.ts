import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: both `src/server` and `dist/server` lie two below it. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PAGES = path.join(ROOT, 'pages');
export const QUERIES = path.join(ROOT, 'queries');
export const ASSETS = path.join(ROOT, 'dist', 'assets');

/** The version in package.json. */
export const VERSION = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string })
  .version;

/** Changes when any asset changes, so that browsers may keep the old ones for ever. */
export function assetsVersion(folder: string): string {
  if (!existsSync(folder)) throw new Error(`There are no assets in ${folder}: run npm run build`);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) hash.update(file.name).update(readFileSync(path.join(file.parentPath, file.name)));
  }
  return hash.digest('base64url').slice(0, 10);
}
