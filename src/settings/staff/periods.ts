import type { Reader } from '../../database/connect.ts';

// What a staff member is, for whom and how much, in periods of days that never overlap. Kept as versions: the newest one
// of a period holds.

export interface FactRow {
  id: number;
  /** Of the person: counts up over all periods. */
  revision: number;
  period_no: number;
  provider: string;
  employer: string;
  /** Hundredths: 75 is 0.75. */
  fte: number;
  from_day: string;
  /** Last day; null: none yet. */
  to_day: string | null;
  /** Not null: it was entered by mistake and never held. */
  void_reason: string | null;
  changed_by: number;
  changed_by_name: string | null;
  changed_at: string;
}

export interface Facts {
  /** 0: nothing was ever entered. */
  revision: number;
  versions: FactRow[];
  /** The newest version of each period, voided ones too, newest period first. */
  periods: FactRow[];
}

export async function readFacts(source: Reader, person: number): Promise<Facts> {
  const versions = await source.run<FactRow>('settings/staff-facts-of', { person });
  const newest = new Map(versions.map((version) => [version.period_no, version]));
  const periods = [...newest.values()].sort((a, b) => (a.from_day < b.from_day ? 1 : -1));
  return { revision: versions.at(-1)?.revision ?? 0, versions, periods };
}

/** The period that holds on one of these days already; a null as last day goes on for ever. */
export function overlapping(
  periods: readonly FactRow[],
  { from, to, except }: { from: string; to: string | null; except?: number },
): FactRow | undefined {
  return periods.find(
    (one) =>
      one.void_reason === null &&
      one.period_no !== except &&
      (to === null || one.from_day <= to) &&
      (one.to_day === null || one.to_day >= from),
  );
}
