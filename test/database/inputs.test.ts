import { parseQuery } from '../../src/database/header.ts';
import { parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { driver, withInputs } from '../../src/database/mssql-pool.ts';
import { openWriter } from '../../src/database/mssql-writer.ts';

// As what the drivers send each value: an index on varchar is not used for a text that goes as nvarchar.

it('an argument of a named query goes as the type that its header declares', () => {
  const args = {
    'reader int': 9001,
    'big bigint': 2 ** 40,
    'flag bit': 1,
    'day date': '2026-11-20',
    'at instant': '2026-11-20T20:00:00.000Z',
    'code varchar(20)': 'ACA_ATTEND',
    'name nvarchar(60)': 'Añã',
    'share decimal(5,2)': 1.25,
  };
  const names = Object.keys(args).map((one) => one.split(' ')[0] as string);
  const query = parseQuery(
    'trial/types',
    `-- query: trial/types\n-- for: trial\n-- args: ${Object.keys(args).join(', ')}\n-- columns: a int\n-- weight: light
     select x.a from x where ${names.map((name) => `x.${name} = @${name}`).join(' and ')}`,
  );
  const values = Object.fromEntries(Object.values(args).map((value, at) => [names[at] as string, value]));
  const { parameters } = withInputs(new (driver().Request)(), query, values) as unknown as {
    parameters: Record<string, { type: { declaration: string }; length?: number; precision?: number; scale?: number }>;
  };
  const told = Object.entries(parameters).map(([name, { type, length, precision, scale }]) => {
    const size = length ?? (precision === undefined ? undefined : `${precision},${scale}`);
    return `${name} ${type.declaration}${size === undefined ? '' : `(${size})`}`;
  });
  expect(told).toEqual([
    'reader int',
    'big bigint',
    'flag bit',
    'day char(10)',
    'at char(24)',
    'code varchar(20)',
    'name nvarchar(60)',
    'share decimal(5,2)',
  ]);
});

describe('a value that is written', () => {
  const writer = openWriter(parseMssqlUrl('mssql://nobody:x@127.0.0.1:1/none'));
  afterAll(() => writer.destroy());

  /** As the driver declares it to the server. */
  function declared(value: unknown): string {
    const told: string[] = [];
    const request = {
      addParameter: (
        _name: string,
        type: { declaration(one: object): string },
        bound: unknown,
        options: object | null | undefined,
      ) => told.push(type.declaration({ ...options, value: bound })),
    };
    (writer.client as { _setReqInput(...given: unknown[]): void })._setReqInput(request, 0, value);
    return told.join();
  }

  it.each([
    ['a code', 'SHORT', 'varchar(8000)'],
    ['nothing', '', 'varchar(8000)'],
    ['an instant', '2026-11-20T20:00:00.000Z', 'varchar(8000)'],
    ['a long text', 'x'.repeat(8001), 'varchar(max)'],
    ['a name', 'Añã', 'nvarchar(4000)'],
    ['an emoji', 'حداد 🙂', 'nvarchar(4000)'],
    ['a long text with an accent', `${'x'.repeat(4000)}é`, 'nvarchar(max)'],
    ['a number', 5, 'int'],
    ['a yes', true, 'bit'],
  ])('%s goes as such', (_what, value, type) => {
    expect(declared(value)).toBe(type);
  });
});
