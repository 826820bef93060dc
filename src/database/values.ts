// Values on their way into and out of a named query. Both databases see the same texts, but values differ: SQLite
// would take a JavaScript number as REAL (5/2 = 2.5) and SQL Server gives dates as Date and bits as boolean.

export type Value = number | string | boolean | null;
export type ColumnType =
  | 'int'
  | 'bigint'
  | 'bit'
  | 'date'
  | 'instant'
  | `varchar(${number})`
  | `nvarchar(${number})`
  | `decimal(${number},${number})`;

const INT_MAX = 2 ** 31 - 1;
const TYPE = /^(int|bigint|bit|date|instant|n?varchar\((\d+)\)|decimal\(\d+, *\d+\))$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export function isColumnType(text: string): text is ColumnType {
  return TYPE.test(text);
}

/** A default as it stands in a header: `50`, `'9999-12-31'`, `null`. */
export function parseDefault(type: ColumnType, text: string): Value {
  const value: Value = text === 'null' ? null : text.startsWith("'") ? text.slice(1, -1) : Number(text);
  if (value !== null) {
    const fault = valueFault(type, value);
    if (fault) throw new Error(`default ${text} ${fault}`);
  }
  return value;
}

/** Why the value cannot be bound as this type; undefined when it can. Null is judged by the caller. */
export function valueFault(type: ColumnType, value: unknown): string | undefined {
  if (value === undefined) return 'is missing';
  if (value instanceof Date) return 'is a Date: dates travel as text';
  if (typeof value === 'boolean') return 'is a boolean: use 1 or 0';
  if (type === 'int' || type === 'bigint' || type === 'bit') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'is not a whole number';
    if (type === 'int' && Math.abs(value) > INT_MAX) return 'is too large for int';
    if (type === 'bit' && value !== 0 && value !== 1) return 'is neither 1 nor 0';
    return undefined;
  }
  if (type.startsWith('decimal'))
    return typeof value === 'number' && Number.isFinite(value) ? undefined : 'is not a number';
  if (typeof value !== 'string') return 'is not a text';
  if (type === 'date') return DATE.test(value) ? undefined : 'is not a date';
  if (type === 'instant') return INSTANT.test(value) ? undefined : 'is not an instant';
  return value.length <= lengthOf(type) ? undefined : `is longer than ${lengthOf(type)}`;
}

/** Length of a text type in characters. */
export function lengthOf(type: ColumnType): number {
  return Number(/\((\d+)\)/.exec(type)?.[1] ?? 0);
}

/** A result as the declared type: number (below 2^53), boolean, text, or null. Throws on anything else. */
export function toDeclared(type: ColumnType, value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'bit':
      return value === true || value === 1 || value === 1n || value === '1';
    case 'int':
    case 'bigint': {
      const number = Number(value);
      if (!Number.isSafeInteger(number)) throw new Error(`${String(value)} is not a whole number below 2^53`);
      return number;
    }
    case 'date':
      return value instanceof Date ? value.toISOString().slice(0, 10) : String(value).slice(0, 10);
    case 'instant':
      return value instanceof Date ? value.toISOString() : String(value).trimEnd();
    default:
      return type.startsWith('decimal') ? Number(value) : String(value);
  }
}

/**
 * How a result becomes the declared type. A driver gives nearly every value as it is declared: what is not so goes the
 * long way, by `toDeclared`.
 */
export function declaredBy(type: ColumnType): (value: unknown) => Value {
  const slowly = (value: unknown) => toDeclared(type, value);
  if (type === 'int' || type === 'bigint')
    return (value) => (Number.isSafeInteger(value) ? (value as number) : slowly(value));
  if (type === 'bit') return (value) => (typeof value === 'boolean' ? value : slowly(value));
  if (type === 'date') return (value) => (typeof value === 'string' && value.length === 10 ? value : slowly(value));
  if (type === 'instant') return (value) => (typeof value === 'string' && value.endsWith('Z') ? value : slowly(value));
  if (type.startsWith('decimal')) return slowly;
  return (value) => (typeof value === 'string' ? value : slowly(value));
}
