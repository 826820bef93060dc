import { isLoopback } from '../addresses.ts';
import type { Findings } from '../finding.ts';
import type { XmlElement } from '../xml/read.ts';
import { checkAccessRequest } from './access-request.ts';
import { attributeOf, childrenOf, type Manifest, readManifest } from './read-manifest.ts';
import { checkShape, PLUGIN_NAMESPACE } from './shape.ts';
import { pluginShape } from './shapes.ts';

const FILE = 'plugin.xml';

/** The P rules but those that need the queries. `undefined` when the root is something else. */
export function checkManifest(root: XmlElement, findings: Findings): Manifest | undefined {
  if (root.local !== 'plugin' || root.namespace !== PLUGIN_NAMESPACE) {
    findings.add('P02', FILE, root.line, `the root is ${root.name} in the namespace "${root.namespace}"`);
    return undefined;
  }
  checkShape(root, pluginShape, findings);
  const manifest = readManifest(root);
  checkPlugin(root, findings);
  if (manifest.oauth) checkOauth(manifest.oauth, findings);
  checkAccessRequest(manifest, findings);
  checkContexts(root, findings);
  for (const saml of childrenOf(root, 'saml')) checkSaml(saml, findings);
  return manifest;
}

function checkPlugin(root: XmlElement, findings: Findings): void {
  const name = attributeOf(root, 'name') ?? '';
  if (name !== name.trim()) findings.add('P13', FILE, root.line, 'a blank at an end of the name');
  if (attributeOf(root, 'class') !== undefined) findings.add('P14', FILE, root.line, 'class is used');
  const [identity] = childrenOf(root, 'identityAttribute');
  if (identity && !findings.has('P17'))
    findings.add('P17', FILE, identity.line, 'identityAttribute is used', 'warning');
  const [contact] = childrenOf(childrenOf(root, 'publisher')[0], 'contact');
  const email = attributeOf(contact, 'email');
  if (contact && email && !email.includes('@')) findings.add('P21', FILE, contact.line, 'the email has no @');
  const [autoinstall] = childrenOf(root, 'autoinstall');
  if (autoinstall && !findings.has('P90')) findings.add('P91', FILE, autoinstall.line, 'autoinstall is used');
}

function checkOauth(oauth: XmlElement, findings: Findings): void {
  const add = (rule: Parameters<Findings['add']>[0], text: string) => findings.add(rule, FILE, oauth.line, text);
  const [base, redirect] = [attributeOf(oauth, 'base-url'), attributeOf(oauth, 'redirect-uri')];
  const signsIn = ['true', '1'].includes(attributeOf(oauth, 'allow-auth-code') ?? '');
  if (signsIn && !(base && redirect)) add('P33', 'allow-auth-code without base-url and redirect-uri');
  if (base && !base.startsWith('https://') && !isLoopback(base)) add('P34', 'base-url does not begin with https://');
  if (redirect && !redirect.startsWith('/')) add('P35', 'redirect-uri does not begin with /');
  const level = attributeOf(oauth, 'accessLevelV1Api');
  if (level !== undefined && !findings.has('P30')) add('P36', 'accessLevelV1Api needs version 25.2 of the SIS');

  const seen = new Set<string>();
  for (const { text, line } of childrenOf(oauth, 'allow-persona')) {
    const persona = text.trim();
    if (['parent', 'student'].includes(persona)) findings.add('P37', FILE, line, `${persona}s are let in`);
    if (seen.has(persona)) findings.add('P32', FILE, line, `${persona} stands there twice`, 'warning');
    seen.add(persona);
  }
}

function checkContexts(root: XmlElement, findings: Findings): void {
  const holders = [root, ...childrenOf(root, 'openid'), ...childrenOf(root, 'saml')];
  const links = holders.flatMap((holder) => childrenOf(holder, 'links')).flatMap((each) => childrenOf(each, 'link'));
  for (const list of links.flatMap((link) => childrenOf(link, 'ui_contexts'))) {
    const seen = new Set<string>();
    for (const context of childrenOf(list, 'ui_context')) {
      const id = attributeOf(context, 'id') ?? '';
      if (/^(teacher|guardian|student)\./.test(id)) findings.add('P62', FILE, context.line, `${id} is not for staff`);
      if (seen.has(id)) findings.add('P61', FILE, context.line, `${id} stands there twice`, 'warning');
      seen.add(id);
    }
  }
}

function checkSaml(saml: XmlElement, findings: Findings): void {
  const value = (name: string) => attributeOf(saml, name);
  const takesIdentities = saml.attributes.some(({ name }) => name.startsWith('idp-'));
  if (!takesIdentities && !(value('entity-id') && value('base-url'))) {
    findings.add('P66', FILE, saml.line, 'saml without entity-id and base-url');
  }
  const limits = { 'entity-id': 256, 'base-url': 256, 'metadata-url': 256, 'idp-entity-id': 256, 'idp-name': 40 };
  for (const [name, most] of Object.entries(limits)) {
    const length = value(name)?.length ?? 0;
    if (length > most) findings.add('P67', FILE, saml.line, `${name} has ${length} characters`);
  }
}
