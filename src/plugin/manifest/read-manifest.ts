import type { XmlElement } from '../xml/read.ts';

/** What other checks need to know of a plugin.xml, as far as it is right. */
export interface Manifest {
  root: XmlElement;
  oauth: XmlElement | undefined;
  accessRequest: XmlElement | undefined;
  /** Host and port of the service, from base-url. */
  serviceHost: string | undefined;
  fields: RequestedField[];
}

export interface RequestedField {
  /** In capitals. */
  table: string;
  field: string;
  access: string;
  line: number;
}

export function readManifest(root: XmlElement): Manifest {
  const child = (name: string) => root.children.find(({ local }) => local === name);
  const oauth = child('oauth');
  const accessRequest = child('access_request');
  return {
    root,
    oauth,
    accessRequest,
    serviceHost: hostOf(attributeOf(oauth, 'base-url')),
    fields: (accessRequest?.children ?? [])
      .filter(({ local }) => local === 'field')
      .map((field) => ({
        table: (attributeOf(field, 'table') ?? '').toUpperCase(),
        field: (attributeOf(field, 'field') ?? '').toUpperCase(),
        access: attributeOf(field, 'access') ?? '',
        line: field.line,
      })),
  };
}

export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element?.attributes.find((attribute) => attribute.name === name)?.value;

export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter(({ local }) => local === name) ?? [];

function hostOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).host : undefined;
}
