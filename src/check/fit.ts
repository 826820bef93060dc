import type { SisKind } from '../database/sis-contract.ts';

/** How a column's type suits what we read from it. */
export type Fit = { grade: 'good' } | { grade: 'warning' | 'fault'; why: string };

const GOOD: Fit = { grade: 'good' };
const bad = (grade: 'warning' | 'fault', why: string): Fit => ({ grade, why });

const KIND_WORDS: Record<SisKind, string> = {
  whole: 'whole numbers are needed',
  text: 'text is expected',
  day: 'a date, or text like 2026-11-20, is needed',
};

/** Does a type of SQL Server, such as `nvarchar(120)` or `decimal(10,0)`, suit? */
export function fitMssql(kind: SisKind, type: string): Fit {
  const [, base = '', inside = ''] = /^(\w+)(?:\((.*)\))?$/.exec(type.toLowerCase()) ?? [];
  const isText = /^n?(var)?char$/.test(base);
  const words = `is ${type.toLowerCase()}, but ${KIND_WORDS[kind]}`;
  if (kind === 'whole') {
    if (['int', 'bigint', 'smallint', 'tinyint', 'bit'].includes(base)) return GOOD;
    if (base === 'decimal' || base === 'numeric') return inside.endsWith(',0') ? GOOD : bad('warning', words);
    if (['float', 'real', 'money', 'smallmoney'].includes(base)) return bad('warning', words);
    return bad('fault', words);
  }
  if (kind === 'text') return isText ? GOOD : bad('warning', words);
  if (base === 'date') return GOOD;
  if (isText) return inside === 'max' || Number(inside) >= 10 ? GOOD : bad('fault', `${words} of ten characters`);
  if (/^(small)?datetime2?$/.test(base)) return bad('warning', `${words}, without a time of day`);
  return bad('fault', words);
}

/** Does a type that a column of SQLite was declared with suit? What stands in it is looked at besides. */
export function fitSqlite(kind: SisKind, type: string): Fit {
  const affinity = affinityOf(type);
  const words = `is ${type.toLowerCase()}, but ${KIND_WORDS[kind]}`;
  // A column of a view may have no type: then its values alone tell.
  if (affinity === 'none') return GOOD;
  if (kind === 'whole') {
    if (affinity === 'text') return bad('fault', words);
    return affinity === 'real' ? bad('warning', words) : GOOD;
  }
  if (affinity === 'text') return GOOD;
  if (kind === 'text') return bad('warning', words);
  return affinity === 'numeric' ? GOOD : bad('fault', words);
}

// The rules by which SQLite itself reads a declared type, in their order.
function affinityOf(type: string): 'whole' | 'text' | 'none' | 'real' | 'numeric' {
  const upper = type.toUpperCase();
  if (upper.includes('INT')) return 'whole';
  if (/CHAR|CLOB|TEXT/.test(upper)) return 'text';
  if (upper === '' || upper.includes('BLOB')) return 'none';
  return /REAL|FLOA|DOUB/.test(upper) ? 'real' : 'numeric';
}
