import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type NamedQuery, parseQuery } from './header.ts';
import { type ColumnType, type Value, valueFault } from './values.ts';

export type Arguments = Record<string, Value | undefined>;

/** All named queries of a folder, read and checked once. */
export class QueryLibrary {
  readonly #queries = new Map<string, NamedQuery>();

  /** Throws one Error that lists every file at fault. */
  constructor(folder: string) {
    const faults: string[] = [];
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!file.endsWith('.sql')) continue;
      const name = file.slice(0, -4).split(path.sep).join('/');
      try {
        this.#queries.set(name, parseQuery(name, readFileSync(path.join(folder, file), 'utf8')));
      } catch (fault) {
        faults.push((fault as Error).message);
      }
    }
    if (faults.length > 0) throw new Error(`Named queries at fault:\n${faults.join('\n')}`);
  }

  get(name: string): NamedQuery {
    const query = this.#queries.get(name);
    if (!query) throw new Error(`There is no named query ${name}`);
    return query;
  }

  all(): NamedQuery[] {
    return [...this.#queries.values()];
  }
}

/** An argument with its value. */
export interface Bound {
  name: string;
  type: ColumnType;
  value: Value;
}

/**
 * The arguments in the order of the header, defaults filled in. Throws before any driver sees them when one is
 * missing, unknown, or of another type than declared.
 */
export function bindable(query: NamedQuery, given: Arguments): Bound[] {
  for (const name of Object.keys(given)) {
    if (!query.args.some((a) => a.name === name)) throw new Error(`${query.name} takes no argument ${name}`);
  }
  return query.args.map(({ name, type, fallback }) => {
    const value = name in given ? given[name] : fallback;
    if (value === null && fallback === null) return { name, type, value };
    const fault = value === null ? 'is null' : valueFault(type, value);
    if (fault) throw new Error(`${query.name}: ${name} ${fault}`);
    return { name, type, value: value as Value };
  });
}
