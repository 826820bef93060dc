import type { Command } from 'commander';
import { withAudit, withDatabase } from './database.ts';
import { toldToEnd } from './end.ts';
import { wholeNumber } from './input.ts';
import { tell } from './output.ts';

/** `import log`, `import list` and `import void`. */
export function addImports(program: Command): void {
  const imports = program.command('import').description('visits from an old log');

  imports
    .command('log')
    .description('take over old log entries from a CSV file')
    .argument('<file>', 'the CSV file, with a heading')
    .requiredOption('--map <file>', 'which column means what (JSON)')
    .option('--dry-run', 'count what would be done, and write nothing', false)
    .option('--out <folder>', 'where the list of rows that were left out is written')
    .action(async (file: string, { map, dryRun, out }: { map: string; dryRun: boolean; out?: string }) => {
      const { importLog } = await import('../imports/command.ts');
      const { text, ok } = await withDatabase((database, config) =>
        withAudit(database, config, (audit, clock) =>
          importLog({
            ...{ database, config, audit, clock, file, map, dryRun, out, err: process.stderr },
            signal: toldToEnd(),
          }),
        ),
      );
      tell(text);
      if (!ok) process.exitCode = 1;
    });

  imports
    .command('list')
    .description('what was imported, the newest first')
    .action(async () => {
      const { listImports } = await import('../imports/command.ts');
      const { systemClock } = await import('../server/clock.ts');
      tell(await withDatabase((database, config) => listImports(database, systemClock(config.timeZone))));
    });

  imports
    .command('void')
    .description('void everything that one import brought')
    .argument('<number>', 'number of the import', wholeNumber)
    .requiredOption('--reason <text>', 'why; it stands with every visit')
    .action(async (id: number, { reason }: { reason: string }) => {
      const { voidImported } = await import('../imports/command.ts');
      const { text, ok } = await withDatabase((database, config) =>
        withAudit(database, config, (audit, clock) =>
          voidImported({ database, audit, clock, id, reason, err: process.stderr, signal: toldToEnd() }),
        ),
      );
      tell(text);
      if (!ok) process.exitCode = 1;
    });
}
