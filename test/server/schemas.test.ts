import { ROUTES } from '../../src/server/app.ts';
import type { Route } from '../../src/server/route.ts';
import { inputCheck } from '../../src/server/schema.ts';

// A schema is compiled when its entry is first asked. That none of them is wrong shows here and not to whoever asks.

const nameOf = ({ get, post }: Route) => (get ? `GET ${get}` : `POST ${post}`);
const parts = ['params', 'query', 'body'] as const;
const checks = ROUTES.flatMap((entry) =>
  parts.filter((part) => entry.input[part] !== undefined).map((part) => ({ name: nameOf(entry), entry, part })),
);

it.each(checks)('$name: its $part', ({ entry, part }) => {
  const check = inputCheck(entry)[part];
  expect(typeof check?.({})).toBe('boolean');
  // Unknown fields are refused, never dropped in silence; to its answer the SIS may add what it likes.
  expect(check?.({ unheard_of: 'x', code: 'c', state: 's' })).toBe(entry.get === '/sign-in/callback');
});

it('a keyword that is none is a fault', () => {
  const entry = { ...(ROUTES[0] as Route), input: { query: { type: 'object', requird: ['x'] } } };
  expect(() => inputCheck(entry).query?.({})).toThrow('requird');
});
