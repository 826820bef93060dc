import type { PublishedQuery } from '../plugin/queries/read-queries.ts';
import {
  type CatalogueEntry,
  parseCatalogue,
  parseInjection,
  parseManifest,
  parseMessages,
  type RequestedField,
} from './plugin-formats.ts';
import { queriesOf } from './plugins/published.ts';

// What the stand-in SIS takes from the files of a plugin: it refuses what it would not know how to serve. Whether a zip
// holds to the rules is checked before (`src/plugin`).

export interface Fragment {
  /** The page it joins, without `.html`: "/admin/students/more2". */
  page: string;
  point: 'content.footer' | 'leftnav.footer';
  file: string;
  source: string;
  /** From the XML twin: the id of the list that takes it, or `content-main`. */
  listId: string;
}

/** What an administrator agrees to by enabling the plugin. */
export interface PluginRequests {
  /** Where the service may send people back to after signing in. */
  redirectUri: string;
  personas: string[];
  /** Hosts that the Content-Security-Policy lets in. */
  hosts: string[];
  fields: RequestedField[];
}

export interface InstalledPlugin {
  name: string;
  version: string;
  requests: PluginRequests;
  /** PS-HTML by its path in the SIS: "/admin/students/ssp/support.html". */
  pages: Map<string, string>;
  wildcards: Map<string, string>;
  messages: Map<string, string>;
  fragments: Fragment[];
  catalogue: CatalogueEntry[];
  /** By name: what a service may ask for with the plugin's own client. */
  queries: Map<string, PublishedQuery>;
  /** Files served as they are, by their path in the SIS. */
  assets: Map<string, Buffer>;
}

const fragmentName = /^(.*)\.[\w-]+\.(content\.footer|leftnav\.footer)\.txt$/;

const empty = (name: string, version: string, requests: PluginRequests): InstalledPlugin => ({
  ...{ name, version, requests, fragments: [], catalogue: [] },
  ...{ pages: new Map(), wildcards: new Map(), messages: new Map(), assets: new Map(), queries: new Map() },
});

/** What there is when no plugin is enabled. */
export const noPlugin = empty('', '', { redirectUri: '', personas: [], hosts: [], fields: [] });

/** Reads the files of a zip, by their names in it. Throws an Error naming the file at fault. */
export function installPlugin(files: ReadonlyMap<string, Buffer>): InstalledPlugin {
  const text = (name: string) => {
    const bytes = files.get(name);
    if (!bytes) throw new Error(`The zip has no ${name}`);
    return bytes.toString('utf8');
  };
  const manifest = parseManifest(text('plugin.xml'));
  const { personas, hosts, fields } = manifest;
  const redirectUri = new URL(manifest.redirectPath, manifest.baseUrl).href;
  const plugin = empty(manifest.name, manifest.version, { redirectUri, personas, hosts, fields });

  plugin.queries = queriesOf(files);
  for (const [name, bytes] of files) {
    const [top = ''] = name.split('/', 1);
    const rest = name.slice(top.length);
    if (/^web_root$/i.test(top)) putWebFile(plugin, rest, { top, bytes, text, files });
    else if (top === 'MessageKeys') {
      for (const [key, message] of parseMessages(rest, text(name))) plugin.messages.set(key, message);
    } else if (top === 'pagecataloging') plugin.catalogue.push(...parseCatalogue(rest, text(name)));
  }
  return plugin;
}

interface WebPart {
  top: string;
  bytes: Buffer;
  text(name: string): string;
  files: ReadonlyMap<string, Buffer>;
}

function putWebFile(plugin: InstalledPlugin, path: string, { top, bytes, text, files }: WebPart): void {
  const fragment = path.match(fragmentName);
  const wildcard = path.match(/^\/wildcards\/([\w-]+)\.txt$/);
  if (wildcard?.[1]) plugin.wildcards.set(wildcard[1], text(top + path));
  else if (fragment) {
    const [, page = '', point] = fragment;
    const listId = parseInjection(path, text(`${top}${path.replace(/\.txt$/, '.xml')}`));
    plugin.fragments.push({ page, point: point as Fragment['point'], file: path, source: text(top + path), listId });
  } else if (path.endsWith('.html')) plugin.pages.set(path, text(top + path));
  else if (path.startsWith('/scripts/') || path.startsWith('/images/')) plugin.assets.set(path, bytes);
  // The twin of a fragment is read with it.
  else if (!path.endsWith('.xml') || !files.has(`${top}${path.replace(/\.xml$/, '.txt')}`)) {
    throw new Error(`The stand-in SIS does not know what to do with ${top}${path}`);
  }
}
