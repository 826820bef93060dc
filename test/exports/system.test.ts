import { systemReader } from '../../src/access/system.ts';
import type { Reader } from '../../src/database/connect.ts';
import { exporter } from '../../src/exports/service.ts';
import { MEASURES } from '../../src/reports/measures.ts';
import { queryLibrary } from '../database.ts';

const source: Reader = { run: async <T>(query: string) => [{ query }] as T[] };

test('work without a person runs the queries that it lists', async () => {
  expect(await systemReader(source, 'sweeper', ['a/b']).run('a/b', {})).toEqual([{ query: 'a/b' }]);
});

test('and no other one', () => {
  expect(() => systemReader(source, 'sweeper', ['a/b']).run('a/c', {})).toThrow(
    'The system actor sweeper may not run a/c',
  );
});

test('the exporter reads counts and packages, never a student', () => {
  for (const { query } of MEASURES) expect(() => exporter(source).run(query, {})).not.toThrow();
  for (const { name } of queryLibrary().all()) {
    if (name.startsWith('exports/') || name === 'reports/terms') continue;
    expect(() => exporter(source).run(name, {})).toThrow('The system actor exporter may not run');
  }
});

test('no export query gives a column that could name a student', () => {
  const columns = queryLibrary()
    .all()
    .filter(({ name }) => name.startsWith('exports/'))
    .flatMap((query) => query.columns.map(({ name }) => name));
  for (const name of columns) expect(name).not.toMatch(/dcid|student_id|student_number|last_first|dob/);
});
