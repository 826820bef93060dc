import { XMLParser } from 'fast-xml-parser';

// The texts of a plugin, as far as the stand-in SIS needs them. Whether they are right in every detail is checked when
// the zip is packed (`src/plugin`).

export interface RequestedField {
  table: string;
  field: string;
  access: string;
}

export interface Manifest {
  name: string;
  version: string;
  baseUrl: string;
  redirectPath: string;
  personas: string[];
  hosts: string[];
  fields: RequestedField[];
}

export interface CatalogueEntry {
  htmlID: string;
  title: string;
  contextType: 'main' | 'student';
  parentHTMLID: string;
  sortOrder: number;
  pageURL: string;
}

const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'allow-persona' || name === 'cdn' || name === 'field',
});

/** Reads plugin.xml. Throws when what signing in needs is missing. */
export function parseManifest(text: string): Manifest {
  const plugin = xml.parse(text).plugin;
  const oauth = plugin?.oauth;
  if (!oauth?.['@base-url'] || !oauth['@redirect-uri'] || oauth['@allow-auth-code'] !== 'true') {
    throw new Error('plugin.xml: <oauth> needs base-url, redirect-uri and allow-auth-code="true"');
  }
  const hosts: { '@name': string }[] = plugin.access_request?.cdn_request?.cdn ?? [];
  const fields: Record<'@table' | '@field' | '@access', string>[] = plugin.access_request?.field ?? [];
  return {
    name: plugin['@name'],
    version: plugin['@version'],
    baseUrl: oauth['@base-url'],
    redirectPath: oauth['@redirect-uri'],
    personas: oauth['allow-persona'] ?? [],
    hosts: hosts.map((cdn) => cdn['@name']),
    fields: fields.map((field) => ({ table: field['@table'], field: field['@field'], access: field['@access'] })),
  };
}

/** The id of the list, or of the content, that a fragment's XML twin appends it to; the stand-in knows no other way of moving it. */
export function parseInjection(file: string, text: string): string {
  const inject = xml.parse(text).insertionMetadata?.inject;
  const place = /^(?:ul#([\w-]+)|#(content-main))$/.exec(inject?.['@location'] ?? '');
  const id = place?.[1] ?? place?.[2];
  if (!id || inject['@how'] !== 'append')
    throw new Error(`${file}: its XML twin must append it to a ul#… or to #content-main`);
  return id;
}

/** `key=value` lines. */
export function parseMessages(file: string, text: string): Map<string, string> {
  const messages = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`MessageKeys${file}: not a key=value line: ${line}`);
    messages.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return messages;
}

/** Entries for the navigation of the newer user interface. */
export function parseCatalogue(file: string, text: string): CatalogueEntry[] {
  const pages: CatalogueEntry[] = JSON.parse(text).pages;
  for (const page of pages) {
    const known = page.contextType === 'main' || page.contextType === 'student';
    if (!known || !page.htmlID || !page.pageURL?.startsWith('/admin/')) {
      throw new Error(
        `pagecataloging${file}: ${page.htmlID ?? 'an entry'} needs htmlID, contextType and a pageURL below /admin/`,
      );
    }
  }
  return pages;
}
