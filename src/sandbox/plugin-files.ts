import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CatalogueEntry, parseCatalogue, parseInjection, parseManifest, parseMessages } from './plugin-formats.ts';

// Installs the plugin into the stand-in SIS: reads plugin.xml and the files that land in the SIS, and refuses what the
// stand-in would not know how to serve.

export interface Fragment {
  /** The page it joins, without `.html`: "/admin/students/more2". */
  page: string;
  point: 'content.footer' | 'leftnav.footer';
  file: string;
  source: string;
  /** From the XML twin: the id of the list that takes it. */
  listId: string;
}

export interface InstalledPlugin {
  name: string;
  /** Where the service may send people back to after signing in. */
  redirectUri: string;
  personas: string[];
  /** Hosts that the Content-Security-Policy lets in. */
  hosts: string[];
  /** PS-HTML by its path in the SIS: "/admin/students/ssp/support.html". */
  pages: Map<string, string>;
  wildcards: Map<string, string>;
  messages: Map<string, string>;
  fragments: Fragment[];
  catalogue: CatalogueEntry[];
  /** Files served as they are, by their path in the SIS. */
  assets: Map<string, string>;
}

const fragmentName = /^(.*)\.[\w-]+\.(content\.footer|leftnav\.footer)\.txt$/;

function listFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(folder, `${below}/${entry.name}`) : [`${below}/${entry.name}`],
  );
}

/**
 * Reads the plugin from a checkout (`plugin.xml` and `pages/sis/…`) or from an unpacked zip (both at the top).
 * `serviceUrl` takes the place of the address in plugin.xml, as packing does. Throws an Error naming the file at fault.
 */
export function installPlugin(root: string, serviceUrl: string): InstalledPlugin {
  const manifest = parseManifest(readFileSync(join(root, 'plugin.xml'), 'utf8'));
  const content = readdirSync(root).includes('WEB_ROOT') ? root : join(root, 'pages/sis');
  const web = join(content, 'WEB_ROOT');
  const read = (path: string) => readFileSync(join(web, path), 'utf8');
  const host = new URL(manifest.baseUrl).host;

  const plugin: InstalledPlugin = {
    name: manifest.name,
    redirectUri: new URL(manifest.redirectPath, serviceUrl).href,
    personas: manifest.personas,
    hosts: manifest.hosts.map((name) => (name === host ? new URL(serviceUrl).host : name)),
    pages: new Map(),
    wildcards: new Map(),
    messages: new Map(),
    fragments: [],
    catalogue: [],
    assets: new Map(),
  };

  const files = listFiles(web);
  for (const path of files) {
    const fragment = path.match(fragmentName);
    const wildcard = path.match(/^\/wildcards\/([\w-]+)\.txt$/);
    if (wildcard?.[1]) plugin.wildcards.set(wildcard[1], read(path).replaceAll(manifest.baseUrl, serviceUrl));
    else if (fragment) plugin.fragments.push(readFragment(path, fragment));
    else if (path.endsWith('.html')) plugin.pages.set(path, read(path));
    else if (path.startsWith('/scripts/') || path.startsWith('/images/')) plugin.assets.set(path, join(web, path));
    else if (!isTwin(path)) throw new Error(`The stand-in SIS does not know what to do with WEB_ROOT${path}`);
  }

  function isTwin(path: string): boolean {
    return path.endsWith('.xml') && files.includes(path.replace(/\.xml$/, '.txt'));
  }

  function readFragment(file: string, [, page = '', point]: RegExpMatchArray): Fragment {
    const listId = parseInjection(file, read(file.replace(/\.txt$/, '.xml')));
    return { page, point: point as Fragment['point'], file, source: read(file), listId };
  }

  for (const file of listFiles(join(content, 'MessageKeys'))) {
    const messages = parseMessages(file, readFileSync(join(content, 'MessageKeys', file), 'utf8'));
    for (const [key, text] of messages) plugin.messages.set(key, text);
  }
  for (const file of listFiles(join(content, 'pagecataloging'))) {
    plugin.catalogue.push(...parseCatalogue(file, readFileSync(join(content, 'pagecataloging', file), 'utf8')));
  }
  return plugin;
}
