import type { Findings } from '../finding.ts';
import { attributeOf, childrenOf, type Manifest, type RequestedField } from './read-manifest.ts';

const FILE = 'plugin.xml';
const plainName = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Tables of this product. */
export const ownTable = /^U_SSP_[A-Z0-9_]+$/i;
const view = /^(PS|PT)_/;

/** Rules P41 and P43 to P50, without those that need the queries. */
export function checkAccessRequest(manifest: Manifest, findings: Findings): void {
  const { accessRequest } = manifest;
  if (!accessRequest) return;
  const order = accessRequest.children.map(({ local }) => local);
  const [hosts] = childrenOf(accessRequest, 'cdn_request');
  if (hosts && order.indexOf('cdn_request') > order.indexOf('field') && order.includes('field')) {
    findings.add('P41', FILE, hosts.line, 'cdn_request stands after a field');
  }
  const seen = new Map<string, string>();
  for (const field of manifest.fields) {
    checkField(field, findings);
    checkTwice(field, seen, findings);
  }
  checkHosts(manifest, findings);
}

function checkField({ table, field, access, line }: RequestedField, findings: Findings): void {
  if (table === '' || field === '') return;
  if (!plainName.test(table) || !plainName.test(field)) {
    findings.add('P43', FILE, line, `${table}.${field} is not a name`);
  } else if (access === 'FullAccess' && view.test(table)) {
    findings.add('P46', FILE, line, `${table} is a view`);
  } else if (access === 'FullAccess' && !ownTable.test(table)) {
    findings.add('P45', FILE, line, `${table} is not a table of this product`);
  }
}

function checkTwice(
  { table, field, access, line }: RequestedField,
  seen: Map<string, string>,
  findings: Findings,
): void {
  const column = `${table}.${field}`;
  const before = seen.get(column);
  if (before === undefined) seen.set(column, access);
  else {
    const level = before === access ? 'warning' : 'error';
    findings.add('P44', FILE, line, `${column} is requested twice${level === 'error' ? ', differently' : ''}`, level);
  }
}

// A host that is let in is let in for every page of the SIS: one, and only because its page is shown in a frame.
function checkHosts({ accessRequest, serviceHost }: Manifest, findings: Findings): void {
  const hosts = childrenOf(accessRequest, 'cdn_request').flatMap((request) => childrenOf(request, 'cdn'));
  for (const host of hosts) {
    const name = attributeOf(host, 'name');
    if (!name) continue;
    if (name !== serviceHost) findings.add('P50', FILE, host.line, `${name} is not the host of base-url`);
  }
}
