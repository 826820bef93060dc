import { lineCounter } from '../lines.ts';
import { type ScannedAttribute, scanXml, XmlFault } from './scan.ts';

export interface XmlAttribute extends ScannedAttribute {
  local: string;
  /** Empty without a prefix: attributes do not take the namespace of their element. */
  namespace: string;
  line: number;
}

export interface XmlElement {
  name: string;
  local: string;
  namespace: string;
  line: number;
  attributes: XmlAttribute[];
  children: XmlElement[];
  /** All text directly inside, CDATA too. */
  text: string;
  /** Line of the first text that is not blank. */
  textLine: number;
}

type Scope = Readonly<Record<string, string>>;

const DEEPEST = 100;
const builtIn: Scope = { xml: 'http://www.w3.org/XML/1998/namespace' };

/** Reads a document. Throws XmlFault when it is not well-formed, namespaces included, or nests beyond all measure. */
export function readXml(source: string): XmlElement {
  const line = lineCounter(source);
  const open: { element: XmlElement; scope: Scope }[] = [];
  let root: XmlElement | undefined;

  for (const token of scanXml(source)) {
    const parent = open.at(-1);
    if (token.kind === 'text') {
      if (!parent) {
        if (token.text.trim()) throw new XmlFault(token.at, 'text outside of the root');
        continue;
      }
      const { element } = parent;
      if (!element.text.trim() && token.text.trim()) element.textLine = line(token.at + token.text.search(/\S/));
      element.text += token.text;
    } else if (token.kind === 'close') {
      const name = parent?.element.name;
      if (name !== token.name)
        throw new XmlFault(token.at, `</${token.name}> closes nothing${name ? `: <${name}> is open` : ''}`);
      open.pop();
    } else {
      if (!parent && root) throw new XmlFault(token.at, 'a second root');
      if (open.length >= DEEPEST) throw new XmlFault(token.at, `more than ${DEEPEST} elements in each other`);
      const scope = scopeWith(token.attributes, parent?.scope ?? builtIn);
      const element: XmlElement = {
        ...named(token.name, scope, token.at, scope[''] ?? ''),
        ...{ line: line(token.at), children: [], text: '', textLine: line(token.at) },
        attributes: token.attributes.map((attribute) => ({
          ...attribute,
          ...named(attribute.name, scope, attribute.from, ''),
          line: line(attribute.from),
        })),
      };
      if (parent) parent.element.children.push(element);
      else root = element;
      if (!token.isEmpty) open.push({ element, scope });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new XmlFault(source.length, `<${unclosed.element.name}> is not closed`);
  if (!root) throw new XmlFault(0, 'there is no element');
  return root;
}

function scopeWith(attributes: ScannedAttribute[], outer: Scope): Scope {
  const own = attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (own.length === 0) return outer;
  const scope: Record<string, string> = { ...outer };
  for (const { name, value } of own) scope[name.slice(6)] = value;
  return scope;
}

function named(name: string, scope: Scope, at: number, bare: string) {
  const colon = name.indexOf(':');
  if (colon < 0) return { name, local: name, namespace: name === 'xmlns' ? 'http://www.w3.org/2000/xmlns/' : bare };
  const prefix = name.slice(0, colon);
  const namespace =
    prefix === 'xmlns' ? 'http://www.w3.org/2000/xmlns/' : Object.hasOwn(scope, prefix) && scope[prefix];
  if (!namespace) throw new XmlFault(at, `the prefix of ${name} stands for nothing`);
  return { name, local: name.slice(colon + 1), namespace };
}
