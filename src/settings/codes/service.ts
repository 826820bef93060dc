import { CodeBook, type LocalSet, readBook } from '../../codes/service.ts';
import type { Reader, Tx } from '../../database/connect.ts';
import { isTaken, type UniqueKey } from '../../database/faults.ts';
import { inTurn } from '../../database/turn.ts';
import { instantNow, today } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { type Outcome, outcomeOf, Stopped } from '../changes.ts';
import type { FileCode } from '../config-dir/codes-file.ts';
import { type CodeContent, type CodeInput, checkChange, checkNew } from './check.ts';

export interface CodeVersion extends CodeContent {
  id: number;
  code_set: LocalSet;
  code: string;
  revision: number;
  changed_by: number;
  changed_by_name: string | null;
  changed_at: string;
}

interface VersionRow extends Omit<CodeVersion, 'sensitive' | 'restricted'> {
  is_sensitive: boolean;
  is_restricted: boolean;
}

const NEXT: UniqueKey = {
  index: 'u_ssp_local_code_once',
  columns: ['u_ssp_local_code.code_set', 'u_ssp_local_code.code', 'u_ssp_local_code.revision'],
};

/** Every version of a code, oldest first; none when there is no such code. */
export async function versionsOf(source: Reader, set: LocalSet, code: string): Promise<CodeVersion[]> {
  const rows = await source.run<VersionRow>('settings/local-code-versions', { code_set: set, code });
  return rows.map(({ is_sensitive, is_restricted, ...row }) => ({
    ...row,
    sensitive: is_sensitive,
    restricted: is_restricted,
  }));
}

/** Adds a code. The same form sent twice is one code. */
export function addCode(context: Context, set: LocalSet, input: CodeInput): Promise<Outcome> {
  return stoppable(context, [set], async (tx) => {
    const codes = await readBook(tx);
    const checked = checkNew(set, input, codes, today(context.clock));
    if ('faults' in checked) {
      if (await isThere(tx, context, set, input, codes)) return true;
      throw new Faulty(checked.faults);
    }
    await insert(tx, context, set, checked.code, 1, checked.content);
    await context.auditWithin(tx, subjectOf(set, checked.code));
    return false;
  });
}

/** Did the same person add this very code from the same form a moment ago? */
async function isThere(tx: Tx, context: Context, set: LocalSet, input: CodeInput, codes: CodeBook): Promise<boolean> {
  const code = codes.local(set, (input.code ?? '').trim().toUpperCase())?.code;
  if (code === undefined) return false;
  const [first, ...later] = await versionsOf(tx, set, code);
  const others = codes.locals.filter((one) => one.set !== set || one.code !== code);
  const checked = checkNew(set, input, new CodeBook(others), today(context.clock));
  const isOwn = first?.changed_by === readerOf(context) && later.length === 0;
  return isOwn && 'content' in checked && isSame(first, checked.content);
}

/** Writes the next version of a code. `revision` is the one that the form shows. */
export function changeCode(
  context: Context,
  set: LocalSet,
  code: string,
  revision: number,
  input: CodeInput,
): Promise<Outcome> {
  return stoppable(context, [set], async (tx) => {
    // Whoever saves a visit with this code holds the same row: it is marked below, or sees the new version.
    await tx.knex('u_ssp_local_code').where({ code_set: set, code, revision: 1 }).forUpdate().select('id');
    const versions = await versionsOf(tx, set, code);
    const now = versions.at(-1) as CodeVersion;
    const codes = await readBook(tx);
    const base = versions.find((version) => version.revision === revision) ?? now;
    const checked = checkChange(set, code, base, input, codes, today(context.clock));
    if (now.revision !== revision) {
      const isOwn = now.revision === revision + 1 && now.changed_by === readerOf(context);
      if (isOwn && 'content' in checked && isSame(now, checked.content)) return true;
      throw new Stopped('now', say.settings.changedMeanwhile, true);
    }
    if ('faults' in checked) throw new Faulty(checked.faults);
    if (isSame(now, checked.content)) throw new Stopped('label', say.settings.codes.faults.same);
    await insert(tx, context, set, code, revision + 1, checked.content);
    if (set === 'PURPOSE' && checked.content.sensitive && !now.sensitive) await markSensitive(tx, code);
    await context.auditWithin(tx, subjectOf(set, code));
    return false;
  });
}

/** Adds the codes of the district's file that are not there yet: all of them, or none. */
export function importCodes(context: Context, fileCodes: readonly FileCode[]): Promise<Outcome> {
  const sets = fileCodes.map(({ set }) => set);
  return stoppable(context, sets, async (tx) => {
    const added: string[] = [];
    for (const { set, line, ...one } of fileCodes) {
      const codes = await readBook(tx);
      if (codes.local(set, one.code)) continue;
      const checked = checkNew(set, inputOf(one), codes, today(context.clock));
      if ('faults' in checked)
        throw new Faulty(
          checked.faults.map(({ text }) => ({
            fieldId: 'import',
            text: say.settings.codes.inLine(line, one.code, text),
          })),
        );
      await insert(tx, context, set, checked.code, 1, checked.content);
      added.push(checked.code);
    }
    if (added.length === 0) return true;
    await context.auditWithin(tx, `codes:${added.length}`);
    return false;
  });
}

function inputOf(one: Omit<FileCode, 'set' | 'line'>): CodeInput {
  const { sensitive, restricted, to, ...rest } = one;
  return {
    ...rest,
    ...(to === undefined ? {} : { to }),
    ...(sensitive ? { sensitive: '1' } : {}),
    ...(restricted ? { restricted: '1' } : {}),
  };
}

const subjectOf = (set: LocalSet, code: string) => `code:${set}-${code}`;

// Earlier visits about it are kept from administrators as well.
async function markSensitive(tx: Tx, code: string): Promise<void> {
  const visits = tx.knex('u_ssp_visit_code').where({ code_set: 'PURPOSE', code }).select('visit_id');
  await tx.knex('u_ssp_visit').whereIn('id', visits).andWhere({ sensitive: false }).update({ sensitive: true });
}

function insert(tx: Tx, context: Context, set: LocalSet, code: string, revision: number, content: CodeContent) {
  return tx.knex('u_ssp_local_code').insert({
    ...{ code_set: set, code, revision, ...content },
    ...{ changed_by: readerOf(context), changed_at: instantNow(context.clock) },
  });
}

function isSame(row: CodeVersion, content: CodeContent): boolean {
  return (Object.keys(content) as (keyof CodeContent)[]).every((name) => row[name] === content[name]);
}

class Faulty extends Error {
  readonly faults: Fault[];

  constructor(faults: Fault[]) {
    super('to be mended');
    this.faults = faults;
  }
}

// One change of a set after the other: no two codes of a list get the same label, each of which was free a moment ago.
async function stoppable(
  context: Context,
  sets: readonly LocalSet[],
  work: (tx: Tx) => Promise<boolean>,
): Promise<Outcome> {
  const names = sets.map((set) => `codes:${set}`);
  try {
    return await outcomeOf(
      () => inTurn(context.database, names, work),
      (thrown) => isTaken(thrown, NEXT),
    );
  } catch (thrown) {
    if (thrown instanceof Faulty) return { done: false, changed: false, faults: thrown.faults };
    throw thrown;
  }
}
