import type { CodeBook } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import type { Fault } from '../server/form-fields.ts';
import type { CheckedVisit } from './check.ts';
import { chosenCodes } from './store.ts';

// What stops a transaction that writes a visit, and what is looked at again inside of it.

/** Stops the transaction: what was found inside it has to be mended by the person. */
export class Mend extends Error {
  readonly faults: Fault[];
  readonly saved: boolean;

  constructor(fieldId: string, text: string, saved = false, others: Fault[] = []) {
    super('to be mended');
    this.faults = [{ fieldId, text }, ...others];
    this.saved = saved;
  }
}

/** Stops the transaction: the district's own codes have changed since the form was checked against them. */
export class CodesChanged extends Error {}

// Whoever makes a code more sensitive marks the visits that have it: this one is there by then, or sees the new code.
export async function holdLocalCodes(tx: Tx, visit: CheckedVisit, codes: CodeBook): Promise<void> {
  const locals = chosenCodes(visit).filter(({ set, code }) => codes.local(set, code) !== undefined);
  for (const { set, code } of locals) {
    const first = { code_set: set, code, revision: 1 };
    await tx.knex('u_ssp_local_code').where(first).forUpdate().select('id');
    const versions = await tx.run<{ revision: number }>('settings/local-code-versions', { code_set: set, code });
    if (versions.at(-1)?.revision !== codes.local(set, code)?.revision) throw new CodesChanged();
  }
}
