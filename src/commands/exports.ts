import type { Command } from 'commander';
import { withAudit, withDatabase } from './database.ts';
import { say, tell } from './output.ts';

/** `export` and `verify`: packages for the state. */
export function addExports(program: Command): void {
  program
    .command('export')
    .description('make the protected package of a period')
    .requiredOption('--period <code>', 'such as 2026-2027-S1')
    .requiredOption('--out <folder>', 'where the package is written')
    .action(async ({ period, out }: { period: string; out: string }) => {
      const { exportPeriod } = await import('../exports/command.ts');
      const made = await withDatabase((database, config) =>
        withAudit(database, config, (audit, clock) => exportPeriod({ database, config, clock, audit, period, out })),
      );
      say(
        made.isUnchanged ? `Nothing has changed since revision ${made.revision}.` : `Made revision ${made.revision}.`,
      );
      tell(made.file);
    });

  program
    .command('verify')
    .description('check packages: every checksum, nothing missing, nothing added')
    .argument('<package...>', 'files to check')
    .action(async (files: string[]) => {
      const { verifyPackage } = await import('../exports/command.ts');
      for (const file of files) {
        const findings = await verifyPackage(file);
        if (findings.length > 0) process.exitCode = 1;
        tell(findings.length === 0 ? `${file}: holds` : findings.map((finding) => `${file}: ${finding}`).join('\n'));
      }
    });
}
