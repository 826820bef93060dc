import type { Findings } from '../finding.ts';
import type { RuleId } from '../rules.ts';
import type { XmlAttribute, XmlElement } from '../xml/read.ts';

// What an element of plugin.xml may look like, as data, and the walk that holds a document against it.

export interface AttributeShape {
  rule: RuleId;
  /** Rule for an attribute that is missing; without it the attribute can be left out. */
  required?: RuleId;
  /** Characters. */
  min?: number;
  max?: number;
  oneOf?: readonly string[];
  isBoolean?: true;
  /** Says what is wrong with a value. */
  fault?(value: string): string | undefined;
}

export interface ChildShape {
  rule: RuleId;
  shape: ElementShape;
  min?: number;
  max?: number;
}

export interface ElementShape {
  attributes?: Readonly<Record<string, AttributeShape>>;
  children?: Readonly<Record<string, ChildShape>>;
  /** Set when children have to come in the order in which `children` names them. */
  order?: RuleId;
  /** Set when text may stand inside; a level `warning` tells that the format ignores it. */
  text?: Pick<AttributeShape, 'rule' | 'min' | 'max' | 'oneOf'> | 'warning';
  /** Rules for what the shape does not know; P03 when left out. */
  unknownAttribute?: RuleId;
  unknownChild?: RuleId;
}

/** Text of a length that has to be there. */
export const needed = (rule: RuleId, min: number, max: number): AttributeShape => ({ rule, required: rule, min, max });
/** Text of a length that can be left out. */
export const text = (rule: RuleId, min: number, max: number): AttributeShape => ({ rule, min, max });
export const once = (rule: RuleId, shape: ElementShape): ChildShape => ({ rule, shape, max: 1 });

const FILE = 'plugin.xml';
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
export const PLUGIN_NAMESPACE = 'http://plugin.powerschool.pearson.com';

export function checkShape(element: XmlElement, shape: ElementShape, findings: Findings): void {
  checkAttributes(element, shape, findings);
  checkText(element, shape, findings);
  checkChildren(element, shape, findings);
}

function checkAttributes(element: XmlElement, shape: ElementShape, findings: Findings): void {
  const known = shape.attributes ?? {};
  for (const attribute of element.attributes) {
    if (attribute.namespace === SCHEMA_INSTANCE || attribute.namespace === XMLNS) continue;
    const own = Object.hasOwn(known, attribute.name) ? known[attribute.name] : undefined;
    if (!own) {
      const text = `${element.name} has no attribute ${attribute.name}`;
      findings.add(shape.unknownAttribute ?? 'P03', FILE, attribute.line, text);
      continue;
    }
    const fault = own.isBoolean ? booleanFault(attribute) : valueFault(attribute.value, own);
    if (fault) findings.add(own.isBoolean ? 'P05' : own.rule, FILE, attribute.line, `${attribute.name} ${fault}`);
  }
  for (const [name, { required }] of Object.entries(known)) {
    if (!required || element.attributes.some((attribute) => attribute.name === name)) continue;
    findings.add(required, FILE, element.line, `${element.name} has no ${name}`);
  }
}

const booleanFault = ({ value }: XmlAttribute) =>
  ['true', 'false', '1', '0'].includes(value) ? undefined : 'is not true, false, 1 or 0';

function valueFault(value: string, shape: Omit<AttributeShape, 'rule'>): string | undefined {
  if (shape.oneOf && !shape.oneOf.includes(value)) return `has to be ${shape.oneOf.join(', ')}`;
  // As the database counts: a character outside of the first plane is one.
  const length = [...value].length;
  const [min, max] = [shape.min ?? 0, shape.max ?? Number.POSITIVE_INFINITY];
  if (length < min || length > max) return `has ${length} characters; it can have ${min} to ${max}`;
  return shape.fault?.(value);
}

function checkText(element: XmlElement, { text: allowed }: ElementShape, findings: Findings): void {
  const text = element.text.trim();
  if (typeof allowed === 'object') {
    const fault = valueFault(text, allowed);
    if (fault) findings.add(allowed.rule, FILE, element.line, `${element.name} ${fault}`);
  } else if (text !== '') {
    findings.add('P04', FILE, element.textLine, `text inside ${element.name}`, allowed ?? 'error');
  }
}

function checkChildren(element: XmlElement, shape: ElementShape, findings: Findings): void {
  const known = shape.children ?? {};
  const names = Object.keys(known);
  const count = new Map<string, number>();
  let last = 0;
  for (const child of element.children) {
    const isOurs = child.namespace === PLUGIN_NAMESPACE;
    const own = isOurs && Object.hasOwn(known, child.local) ? known[child.local] : undefined;
    if (!own) {
      const text = isOurs
        ? `${element.name} has no ${child.name} in it`
        : `${child.name} is not in the namespace of plugins`;
      findings.add(isOurs ? (shape.unknownChild ?? 'P03') : 'P03', FILE, child.line, text);
      continue;
    }
    const soFar = (count.get(child.local) ?? 0) + 1;
    count.set(child.local, soFar);
    if (soFar === (own.max ?? Number.POSITIVE_INFINITY) + 1) {
      findings.add(own.rule, FILE, child.line, `${element.name} has more than ${own.max} ${child.name}`);
    }
    const place = names.indexOf(child.local);
    if (shape.order && place < last) findings.add(shape.order, FILE, child.line, `${child.name} comes too late`);
    last = Math.max(last, place);
    checkShape(child, own.shape, findings);
  }
  for (const [name, { min = 0, rule }] of Object.entries(known)) {
    if ((count.get(name) ?? 0) < min) findings.add(rule, FILE, element.line, `${element.name} has no ${name}`);
  }
}
