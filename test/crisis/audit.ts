import type { TestDatabase } from '../database.ts';

/** The audit as it stands, oldest first. */
export async function keptAudit({
  owner,
}: TestDatabase): Promise<{ event: string; outcome: string; student: number }[]> {
  return owner('u_ssp_audit').orderBy('id');
}
