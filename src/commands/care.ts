import type { Command } from 'commander';
import { withDatabase } from './database.ts';
import { say, tell } from './output.ts';

/** `migrate`, `check` and `audit verify`: whether everything is as it should be. */
export function addCare(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .option('--down', 'take the newest migration back', false)
    .option('--dry-run', 'print the SQL, and change nothing', false)
    .action(async ({ down, dryRun }: { down: boolean; dryRun: boolean }) => {
      const { migrateAt } = await import('../database/migrate-command.ts');
      const { readDatabaseUrl } = await import('../server/config.ts');
      tell(await migrateAt(readDatabaseUrl(process.env), down ? 'down' : 'up', { dryRun }));
    });

  program
    .command('check')
    .description('look whether settings, database and rights are as they should be')
    .option('--people', 'who would get in, and who would not and why', false)
    .option('--may-read <name...>', 'others who are meant to read our tables on SQL Server')
    .action(async (options: { people: boolean; mayRead?: string[] }) => {
      const { check } = await import('../check/command.ts');
      if (!(await check(process.env, { ...options, tell, say }))) process.exitCode = 1;
    });

  program
    .command('audit')
    .description('the audit chain')
    .command('verify')
    .description('check every row and seal; names the first bad row')
    .action(async () => {
      const { verifyAudit } = await import('../access/verify.ts');
      const result = await withDatabase((database, config) => verifyAudit(database, config.auditKeys));
      if (!result.finding) {
        tell(`${result.rows} rows hold.`);
        return;
      }
      tell(`Row ${result.finding.seq} of chain ${result.finding.chain} ${result.finding.fault}.`);
      process.exitCode = 1;
    });
}
