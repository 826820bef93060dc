import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { setAttributes } from '../../src/plugin/xml/edit.ts';
import { readXml, type XmlElement } from '../../src/plugin/xml/read.ts';

const fault = (source: string) => {
  try {
    readXml(source);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('reading XML', () => {
  it.each([
    ['<a b="x & y"/>', '& is not something'],
    ['<a>&foo;</a>', '&foo; is not something'],
    ['<a>&#0;</a>', '&#0; is not something'],
    ['<a>&constructor;</a>', 'is not something'],
    ['<a b="1" b="2"/>', 'b stands there twice'],
    ['<a b="1"c="2"/>', 'is not well-formed'],
    ['<a b=1/>', 'b has no quotes'],
    ['<a b/>', 'is not well-formed'],
    ['<a b="<"/>', '< in b'],
    ['<a/><b/>', 'a second root'],
    ['<a/>text', 'text outside'],
    ['text<a/>', 'text outside'],
    ['<a><b></a>', '</a> closes nothing: <b> is open'],
    ['<a>', '<a> is not closed'],
    ['<a', 'is not well-formed'],
    ['<1a/>', 'begins no element'],
    ['< a/>', 'begins no element'],
    ['<a>]]></a>', ']]> outside'],
    ['<!-- a -- b --><a/>', '-- inside'],
    ['<a><!-- </a>', 'a comment is not closed'],
    ['<a><![CDATA[</a>', 'a CDATA section is not closed'],
    ['<!DOCTYPE a><a/>', 'a document type'],
    ['<a><?xml version="1.0"?></a>', 'not the first'],
    ['<?xml version="2.0"?><a/>', 'declaration'],
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', 'it has to be UTF-8'],
    ['<a>\u0001</a>', 'a character that XML does not allow'],
    ['<a>\ud800</a>', 'a character that XML does not allow'],
    ['<x:a/>', 'the prefix of x:a'],
    ['<a x:b="1"/>', 'the prefix of x:b'],
    ['', 'there is no element'],
    ['<a>'.repeat(101), 'more than 100 elements'],
    [`<a ${Array.from({ length: 300 }, (_, at) => `b${at}="1"`).join(' ')}/>`, 'is not well-formed'],
  ])('refuses %j', (source, message) => {
    expect(fault(source)).toContain(message);
  });

  it('reads names, namespaces, texts and lines', () => {
    const root = readXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n<a xmlns="u" xmlns:p="v">\n <p:b c="1&amp;2&#x41;"\n  p:d=\'"\'/>t&lt;<![CDATA[<&]]></a>\n',
    );
    expect(root).toMatchObject({ name: 'a', namespace: 'u', line: 3, textLine: 5 });
    expect(root.text.trim()).toBe('t<<&');
    const [b] = root.children as [XmlElement];
    expect(b).toMatchObject({ local: 'b', namespace: 'v', line: 4 });
    expect(b.attributes).toMatchObject([
      { name: 'c', namespace: '', value: '1&2A', line: 4 },
      { local: 'd', namespace: 'v', value: '"', line: 5 },
    ]);
  });

  // What ours lets pass the parser that other parts use lets pass too, and reads alike.
  it('agrees with another parser', () => {
    const other = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      trimValues: false,
      parseTagValue: false,
      parseAttributeValue: false,
    });
    const shape = (element: XmlElement): unknown => [
      element.name,
      Object.fromEntries(element.attributes.map(({ name, value }) => [name, value])),
      element.children.map(shape),
    ];
    type Node = Record<string, unknown>;
    const otherShape = (node: Node): unknown => {
      const name = Object.keys(node).find((key) => key !== ':@') as string;
      return [name, node[':@'] ?? {}, (node[name] as Node[]).filter((child) => !('#text' in child)).map(otherShape)];
    };
    const name = fc.constantFrom('a', 'b', 'cd', 'e-f');
    const text = fc.string({ unit: fc.constantFrom('x', ' ', '"', '&amp;', '&lt;', '>', 'é', '𝒳') });
    const tree = fc.letrec<{ element: string }>((tie) => ({
      element: fc
        .tuple(
          name,
          fc.dictionary(name, text, { maxKeys: 3 }),
          fc.array(fc.oneof({ maxDepth: 4 }, text, tie('element')), { maxLength: 4 }),
        )
        .map(([tag, attributes, inside]) => {
          const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value.replaceAll('"', "'")}"`);
          return `<${tag}${list.join('')}>${inside.join('')}</${tag}>`;
        }),
    })).element;
    fc.assert(
      fc.property(tree, (source) => {
        expect(XMLValidator.validate(source)).toBe(true);
        expect(shape(readXml(source))).toEqual(otherShape((other.parse(source) as Node[])[0] as Node));
      }),
    );
  });

  it('never does anything but read or refuse', () => {
    const unit = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      '"',
      "'",
      '=',
      ' ',
      '&',
      ';',
      '#',
      '!',
      '-',
      '[',
      ']',
      '?',
      ':',
      '\n',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (source) => {
        fault(source);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('setting attributes', () => {
  const set = (source: string, value: string) => setAttributes(source, [{ path: ['b'], attribute: 'c', value }]);

  it('changes the value and no other character', () => {
    const source =
      '<!-- <b c="1"/> -->\n<a\n  c = "1"><x><b c="1"/></x><b\td="c=1" c =\n\'1\' /> <![CDATA[<b c="1"/>]]></a>';
    expect(set(source, '2')).toBe(source.replace("'1'", "'2'"));
  });

  it('takes any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        fc.pre(fault(`<a b="${value.replace(/[&<"]/g, '')}"/>`) === undefined && !/[\t\n\r]/.test(value));
        expect(readXml(set('<a><b c="1"/></a>', value)).children[0]?.attributes[0]?.value).toBe(value);
      }),
    );
  });

  it.each([
    ['<a/>', 'There has to be one b'],
    ['<a><b c="1"/><b c="1"/></a>', 'There has to be one b'],
    ['<a><b/></a>', 'b/@c is missing'],
    ['<a><b c="1"></a>', 'closes nothing'],
  ])('refuses %s', (source, message) => {
    expect(() => set(source, '2')).toThrow(message);
  });
});
