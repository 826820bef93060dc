import { readXml, type XmlElement } from './read.ts';

/** What an attribute shall be: the way to its element from the root's children, the attribute and its new value. */
export interface AttributeEdit {
  path: string[];
  attribute: string;
  value: string;
}

/**
 * Sets attributes and leaves every other character as it is. The places are found by reading the document, and the result
 * is read again. Throws an Error when an element or attribute is missing or stands there more than once.
 */
export function setAttributes(source: string, edits: readonly AttributeEdit[]): string {
  const root = readXml(source);
  const places = edits.map((edit) => ({ ...place(root, edit), value: edit.value })).sort((a, b) => b.from - a.from);
  let text = source;
  for (const { from, to, value } of places) text = text.slice(0, from) + escapeAttribute(value) + text.slice(to);
  const changed = readXml(text);
  for (const edit of edits) {
    if (place(changed, edit).value !== edit.value) throw new Error(`${nameOf(edit)} could not be set`);
  }
  return text;
}

function place(root: XmlElement, edit: AttributeEdit) {
  let elements = [root];
  for (const step of edit.path)
    elements = elements.flatMap(({ children }) => children.filter(({ name }) => name === step));
  const [element, another] = elements;
  if (!element || another) throw new Error(`There has to be one ${edit.path.join('/') || 'root'}`);
  const attribute = element.attributes.find(({ name }) => name === edit.attribute);
  if (!attribute) throw new Error(`${nameOf(edit)} is missing`);
  return { from: attribute.from, to: attribute.to, value: attribute.value };
}

const nameOf = ({ path, attribute }: AttributeEdit) => `${[...path, ''].join('/')}@${attribute}`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escapeAttribute = (value: string) => value.replace(/[&<>"']/g, (char) => escapes[char] as string);
