import { type NamedQuery, parseQuery } from '../../src/database/header.ts';
import { migrateUp } from '../../src/database/migrate.ts';
import { parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { driver, withInputs } from '../../src/database/mssql-pool.ts';
import { openWriter } from '../../src/database/mssql-writer.ts';
import { openWriter as openSqliteWriter } from '../../src/database/sqlite.ts';
import { queryLibrary } from '../database.ts';
import { type Schema, schemaOf } from './schema.ts';

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

describe('an argument that is compared with a column of ours', () => {
  let schema: Schema;
  beforeAll(async () => {
    const knex = openSqliteWriter(':memory:');
    await migrateUp(knex);
    schema = await schemaOf(knex);
    await knex.destroy();
  });

  const KINDS: [kind: string, type: RegExp][] = [
    ['wide', /^nvarchar/],
    ['narrow', /^(varchar|char|date$|instant$)/],
    ['whole', /int|bit|bool/],
  ];
  const kindOf = (type: string) => KINDS.find(([, pattern]) => pattern.test(type))?.[0];
  const COMPARED =
    /\b(\w+)\.(\w+) (?:=|<>|<=?|>=?|like|between) @(\w+)(?: and @(\w+))?|@(\w+) (?:=|<=?|>=?) (\w+)\.(\w+)|\b(\w+)\.(\w+) in \((@[^()]*)\)/gi;

  /** Each pair of a column of ours and an argument, with the type of both. */
  function pairs({ sql, args }: NamedQuery): { column: string; is: string; argument: string; as: string }[] {
    const aliases = new Map<string, string>();
    for (const [, table, alias] of sql.matchAll(/\b(?:from|join)\s+(u_ssp_\w+)\s+(\w+)/gi))
      aliases.set(alias as string, table as string);
    return [...sql.matchAll(COMPARED)].flatMap(([, a1, c1, x, y, z, a2, c2, a3, c3, list]) => {
      const [alias, name] = [a1 ?? a2 ?? a3, c1 ?? c2 ?? c3];
      const table = aliases.get(alias ?? '');
      const column = schema[table ?? '']?.columns.find((one) => one.name === name);
      if (!column) return [];
      const named = [x, y, z, ...[...(list ?? '').matchAll(/@(\w+)/g)].map(([, one]) => one)].filter(
        (one) => one !== undefined,
      );
      return named.map((one) => ({
        ...{ column: `${table}.${name}`, is: column.type, argument: one },
        as: args.find((arg) => arg.name === one)?.type ?? '',
      }));
    });
  }

  /** SQL Server turns the narrower one into the wider one; a column that is turned is read row by row. */
  const isRefused = ({ is, as }: { is: string; as: string }) =>
    kindOf(is) !== kindOf(as) && !(kindOf(is) === 'wide' && kindOf(as) === 'narrow');

  it('is declared as what the column is, in every named query', () => {
    const all = queryLibrary()
      .all()
      .flatMap((query) => pairs(query).map((pair) => ({ query: query.name, ...pair })));
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter((pair) => !kindOf(pair.is) || !kindOf(pair.as) || isRefused(pair))).toEqual([]);
  });

  it.each([
    ['form_key nvarchar(36)', 'v.form_key = @form_key', ['form_key']],
    ['on_day nvarchar(10)', 'v.visit_date between @on_day and @on_day', ['on_day', 'on_day']],
    ['day nvarchar(10)', 'v.visit_date >= @day', ['day']],
    ['code nvarchar(20)', 'v.purpose in (@code)', ['code']],
    ['code varchar(20)', 'v.author = @code', ['code']],
    ['word varchar(20)', 'v.void_reason = @word', []],
  ])('%s is looked at: %s', (declared, condition, refused) => {
    const header = `-- query: trial/types\n-- for: trial\n-- args: ${declared}\n-- columns: id int\n-- weight: light`;
    const query = parseQuery('trial/types', `${header}\nselect v.id from u_ssp_visit v where ${condition}`);
    expect(
      pairs(query)
        .filter(isRefused)
        .map(({ argument }) => argument),
    ).toEqual(refused);
  });
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
