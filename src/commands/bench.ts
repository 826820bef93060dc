import { type Command, Option } from 'commander';
import { SIZES, wholeNumber } from './input.ts';
import { say, tell } from './output.ts';

interface BenchOptions {
  data?: string;
  database?: string;
  size?: (typeof SIZES)[number];
  seconds: number;
  rounds: number;
  connections: number;
}

/** `bench`. */
export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure the service against bare opponents (page, save, csv, stream, mixed)')
    .argument('[name...]', 'what to measure; everything when none is named')
    .option('--data <folder>', "measure with the district of a demo's folder")
    .option('--database <url>', "measure with a demo's database, as for demo")
    .addOption(new Option('--size <size>', 'size of the district, when one is made').choices(SIZES))
    .option('--seconds <n>', 'how long each run takes', wholeNumber, 4)
    .option('--rounds <n>', 'how often ours and the opponent take turns', wholeNumber, 3)
    .option('--connections <n>', 'how many ask at the same time', wholeNumber, 16)
    .action(async (names: string[], options: BenchOptions) => {
      const { runBenches } = await import('../bench/bench.ts');
      if (!(await runBenches(names, { ...options, say, out: process.stderr }, tell))) process.exitCode = 1;
    });
}
