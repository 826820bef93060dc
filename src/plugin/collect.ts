import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setAttributes } from './xml/edit.ts';

/** Where the plugin is for: both plain origins. */
export interface PluginTarget {
  serviceUrl: string;
  version: string;
}

const SIGN_IN = '/sign-in/callback';
/** The one file of the SIS's pages that holds the service's address, and nothing else: not even a line end. */
const SERVICE_INCLUDE = 'WEB_ROOT/wildcards/ssp_service.txt';

const textEnding = /\.(xml|html|txt|json|js|css|svg|properties)$/;

/**
 * The files of the plugin for one service, by their names in the zip, in the order of their names. Sources are `plugin.xml`
 * and `pages/sis` below `root`. Throws an Error when a place for an address is missing.
 */
export function collectPlugin(root: string, target: PluginTarget): Map<string, Buffer> {
  const folder = path.join(root, 'pages', 'sis');
  const files = new Map<string, Buffer>();
  files.set('plugin.xml', Buffer.from(manifestFor(readFileSync(path.join(root, 'plugin.xml'), 'utf8'), target)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    files.set(name, sameLineEnds(name, readFileSync(file)));
  }
  if (!files.has(SERVICE_INCLUDE)) throw new Error(`pages/sis/${SERVICE_INCLUDE} is missing`);
  files.set(SERVICE_INCLUDE, Buffer.from(target.serviceUrl));
  // Without arguments: by code units, the same under every locale.
  return new Map([...files.keys()].sort().map((name) => [name, files.get(name) as Buffer]));
}

/** plugin.xml with the version and the addresses of `target`; everything else stays as it is. */
export function manifestFor(source: string, { serviceUrl, version }: PluginTarget): string {
  return setAttributes(source.replaceAll('\r\n', '\n'), [
    { path: [], attribute: 'version', value: version },
    { path: ['oauth'], attribute: 'base-url', value: serviceUrl },
    { path: ['oauth'], attribute: 'redirect-uri', value: SIGN_IN },
    { path: ['access_request', 'cdn_request', 'cdn'], attribute: 'name', value: new URL(serviceUrl).host },
  ]);
}

// A checkout on Windows may have other line ends; the zip has not.
function sameLineEnds(name: string, bytes: Buffer): Buffer {
  return textEnding.test(name) ? Buffer.from(bytes.toString('utf8').replaceAll('\r\n', '\n')) : bytes;
}
