import type { Reader } from '../database/connect.ts';
import { type AuditRow, macOf } from './audit.ts';
import type { KeyRing } from './keys.ts';
import { sealMac } from './seal.ts';

export interface AuditFinding {
  chain: string;
  seq: number;
  fault: string;
}

type Chained = AuditRow & { mac: string };
type SealRow = Parameters<typeof sealMac>[0] & { id: number; mac: string };

const PAGE = 5000;

/** Walks every chain and every seal. Returns how many rows were read and the first fault; none when all hold. */
export async function verifyAudit(database: Reader, keys: KeyRing): Promise<{ rows: number; finding?: AuditFinding }> {
  const ends: Ends = new Map();
  let rows = 0;
  let previous: Chained | undefined;
  let after = { after_chain: '', after_seq: 0 };
  for (;;) {
    const page = await database.run<Chained>('access/audit-chain', { ...after, take: PAGE });
    for (const row of page) {
      const fault = rowFault(row, previous?.chain === row.chain ? previous : undefined, keys);
      if (fault) return { rows, finding: { chain: row.chain, seq: row.seq, fault } };
      ends.set(row.chain, { seq: row.seq, mac: row.mac });
      previous = row;
      rows++;
    }
    if (page.length < PAGE) break;
    after = { after_chain: (previous as Chained).chain, after_seq: (previous as Chained).seq };
  }
  const finding = await sealFinding(database, ends, keys);
  return finding ? { rows, finding } : { rows };
}

type Ends = Map<string, { seq: number; mac: string }>;

async function sealFinding(database: Reader, ends: Ends, keys: KeyRing): Promise<AuditFinding | undefined> {
  let after_id = 0;
  for (;;) {
    const page = await database.run<SealRow>('access/audit-seals', { after_id, take: PAGE });
    for (const seal of page) {
      const fault = sealFault(seal, ends.get(seal.chain), keys);
      if (fault) return { chain: seal.chain, seq: seal.seq, fault };
      after_id = seal.id;
    }
    if (page.length < PAGE) return undefined;
  }
}

function rowFault(row: Chained, before: Chained | undefined, keys: KeyRing): string | undefined {
  if (row.seq !== (before?.seq ?? 0) + 1) return `row ${(before?.seq ?? 0) + 1} is missing`;
  if (before && row.prev !== before.mac) return 'does not continue the row before it';
  const mac = macOf(row, keys);
  if (!mac) return `was made with key ${row.key_id}, which is not in AUDIT_KEYS`;
  return mac === row.mac ? undefined : 'was changed after it was written';
}

function sealFault(seal: SealRow, end: { seq: number; mac: string } | undefined, keys: KeyRing): string | undefined {
  const mac = sealMac(seal, keys);
  if (!mac) return `seal was made with key ${seal.key_id}, which is not in AUDIT_KEYS`;
  if (mac !== seal.mac) return 'seal was changed after it was written';
  if (seal.seq > (end?.seq ?? 0)) return `rows after ${end?.seq ?? 0} were cut off`;
  if (end && seal.seq === end.seq && seal.head !== end.mac) return 'seal and row differ';
  if (seal.kind === 'end' && end && end.seq > seal.seq) return 'rows were added after the end';
  return undefined;
}
