import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchCsv } from './csv.ts';
import { benchMixed } from './mixed.ts';
import { benchPage } from './page.ts';
import { benchSave } from './save.ts';
import { benchStream } from './stream.ts';

/** One figure: what was measured against what, and the ratio that must be reached. */
export interface Figure {
  name: string;
  ours: string;
  opponent: string;
  ratio: number;
  bound: { least?: number; most?: number };
  beside?: string;
}

export interface BenchSettings {
  /** For what is thrown away afterwards. */
  folder: string;
  size?: 'small' | 'bridgeport' | 'boston' | 'nyc' | undefined;
  /** A demo's folder and database, to measure with instead of a new district. */
  data?: string | undefined;
  database?: string | undefined;
  seconds: number;
  rounds: number;
  /** How many ask at the same time. */
  connections: number;
  say(text: string): void;
  /** Where progress is shown. */
  out: NodeJS.WriteStream;
}

type Bench = (settings: BenchSettings) => Promise<Figure[]>;

export const BENCHES: Record<string, Bench> = {
  page: benchPage,
  save: benchSave,
  csv: benchCsv,
  stream: benchStream,
  mixed: benchMixed,
};

/** Runs the named benches (all that can be run when none is named); true when every ratio is reached. */
export async function runBenches(
  names: string[],
  given: Omit<BenchSettings, 'folder'>,
  tell: (text: string) => void,
): Promise<boolean> {
  const unknown = names.find((name) => !BENCHES[name]);
  if (unknown) throw new Error(`There is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-bench-'));
  const settings = { ...given, folder };
  let good = true;
  try {
    for (const name of names.length > 0 ? names : everyBench(settings)) {
      for (const figure of await (BENCHES[name] as Bench)(settings)) {
        const reached =
          figure.ratio >= (figure.bound.least ?? 0) && figure.ratio <= (figure.bound.most ?? Number.POSITIVE_INFINITY);
        good &&= reached;
        tell(line(figure, reached));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return good;
}

function everyBench({ database, say }: BenchSettings): string[] {
  const names = Object.keys(BENCHES);
  if (database?.startsWith('mssql:')) return names;
  say('stream is left out: it measures SQL Server, and needs --database mssql://…');
  return names.filter((name) => name !== 'stream');
}

function line({ name, ours, opponent, ratio, bound, beside }: Figure, reached: boolean): string {
  const must = bound.least !== undefined ? `must be ≥ ${bound.least}` : `must be ≤ ${bound.most}`;
  return `${name}: ours ${ours}, opponent ${opponent}, ratio ${ratio.toFixed(2)} (${must}) ${reached ? 'reached' : 'NOT REACHED'}${beside ? `; ${beside}` : ''}`;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
