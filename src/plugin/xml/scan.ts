// Takes XML text apart, strictly. The parser that the project uses elsewhere lets pass what a server refuses (a bare & in
// an attribute, a second root, text after it, control characters), and does not tell where an attribute stands.

export class XmlFault extends Error {
  /** Offset in the source. */
  readonly at: number;

  constructor(at: number, text: string) {
    super(text);
    this.name = 'XmlFault';
    this.at = at;
  }
}

export interface ScannedAttribute {
  name: string;
  value: string;
  /** Where the value stands, between its quotes. */
  from: number;
  to: number;
}

export type Token =
  | { kind: 'open'; at: number; name: string; attributes: ScannedAttribute[]; isEmpty: boolean }
  | { kind: 'close'; at: number; name: string }
  | { kind: 'text'; at: number; text: string };

const NAME = '[\\p{L}_][\\p{L}\\p{M}\\p{N}._-]*';
const tagName = new RegExp(`${NAME}(?::${NAME})?`, 'uy');
const attributeStart = new RegExp(`\\s+(${NAME}(?::${NAME})?)\\s*=\\s*`, 'uy');
const reference = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&/g;
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
// Everything that XML 1.0 has no place for.
const MOST_ATTRIBUTES = 200;
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The tokens of `source`, comments and processing instructions left out. Throws XmlFault. */
export function* scanXml(source: string): Generator<Token> {
  const odd = notXml.exec(source);
  if (odd) throw new XmlFault(odd.index, 'a character that XML does not allow');
  let at = skipDeclaration(source);
  while (at < source.length) {
    if (source[at] !== '<') {
      const end = endOf(source, '<', at);
      const text = source.slice(at, end);
      const closing = text.indexOf(']]>');
      if (closing >= 0) throw new XmlFault(at + closing, ']]> outside of a CDATA section');
      yield { kind: 'text', at, text: resolve(text, at) };
      at = end;
    } else if (source.startsWith('<!--', at)) {
      const end = needed(source, '--', at + 4, at, 'a comment is not closed');
      if (source[end + 2] !== '>') throw new XmlFault(end, '-- inside a comment');
      at = end + 3;
    } else if (source.startsWith('<![CDATA[', at)) {
      const end = needed(source, ']]>', at + 9, at, 'a CDATA section is not closed');
      yield { kind: 'text', at, text: source.slice(at + 9, end) };
      at = end + 3;
    } else if (source.startsWith('<!', at)) {
      throw new XmlFault(at, 'a document type or entity declaration');
    } else if (source.startsWith('<?', at)) {
      if (/^<\?xml\s/i.test(source.slice(at, at + 6)))
        throw new XmlFault(at, 'an XML declaration that is not the first');
      at = needed(source, '?>', at + 2, at, 'a processing instruction is not closed') + 2;
    } else {
      const tag = source[at + 1] === '/' ? closingTag(source, at) : openingTag(source, at);
      yield tag.token;
      at = tag.end;
    }
  }
}

function skipDeclaration(source: string): number {
  if (!/^<\?xml\s/.test(source)) return 0;
  const declaration =
    /^<\?xml\s+version\s*=\s*(["'])1\.[01]\1(?:\s+encoding\s*=\s*(["'])([\w.-]+)\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\4)?\s*\?>/;
  const match = declaration.exec(source);
  if (!match) throw new XmlFault(0, 'an XML declaration that is not well-formed');
  if (match[3] && match[3].toUpperCase() !== 'UTF-8') throw new XmlFault(0, `encoding ${match[3]}; it has to be UTF-8`);
  return match[0].length;
}

function openingTag(source: string, at: number): { token: Token; end: number } {
  const name = nameAt(source, at + 1);
  const attributes: ScannedAttribute[] = [];
  let end = at + 1 + name.length;
  while (attributes.length <= MOST_ATTRIBUTES) {
    attributeStart.lastIndex = end;
    const match = attributeStart.exec(source);
    if (!match) break;
    const from = attributeStart.lastIndex + 1;
    const quote = source[from - 1] as string;
    if (quote !== '"' && quote !== "'") throw new XmlFault(from - 1, `${match[1]} has no quotes`);
    const to = needed(source, quote, from, from, `${match[1]} has no closing quote`);
    const value = source.slice(from, to);
    if (value.includes('<')) throw new XmlFault(from + value.indexOf('<'), `< in ${match[1]}`);
    if (attributes.some((other) => other.name === match[1])) throw new XmlFault(end, `${match[1]} stands there twice`);
    // As XML wants it: line ends and tabs in an attribute are blanks.
    attributes.push({ name: match[1] as string, value: resolve(value.replace(/\r\n|[\t\r\n]/g, ' '), from), from, to });
    end = to + 1;
  }
  const tail = /\s*(\/?)>/y;
  tail.lastIndex = end;
  const closed = tail.exec(source);
  if (!closed) throw new XmlFault(at, `<${name} is not well-formed, or not closed`);
  return { token: { kind: 'open', at, name, attributes, isEmpty: closed[1] === '/' }, end: tail.lastIndex };
}

function closingTag(source: string, at: number): { token: Token; end: number } {
  const name = nameAt(source, at + 2);
  const tail = /\s*>/y;
  tail.lastIndex = at + 2 + name.length;
  if (!tail.test(source)) throw new XmlFault(at, `</${name} is not closed`);
  return { token: { kind: 'close', at, name }, end: tail.lastIndex };
}

function nameAt(source: string, at: number): string {
  tagName.lastIndex = at;
  const match = tagName.exec(source);
  if (!match) throw new XmlFault(at, 'a < that begins no element');
  return match[0];
}

function endOf(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found;
}

function needed(source: string, mark: string, from: number, at: number, fault: string): number {
  const found = source.indexOf(mark, from);
  if (found < 0) throw new XmlFault(at, fault);
  return found;
}

function resolve(text: string, at: number): string {
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string, offset?: number) => {
    if (name !== undefined && Object.hasOwn(named, name)) return named[name] as string;
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : -1;
    const char = code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
    if (notXml.test(char)) throw new XmlFault(at + Number(offset), `${whole} is not something that & can begin`);
    return char;
  });
}
