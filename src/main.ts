#!/usr/bin/env node
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Audit } from './access/audit.ts';
import type { Database } from './database/connect.ts';
import type { PackageOptions } from './plugin/command.ts';
import type { Clock } from './server/clock.ts';
import type { Config } from './server/config.ts';
import { VERSION } from './server/root.ts';

// The command line. Exit 0: good; 1: refused or failed; 2: wrong usage. Progress goes to stderr, results to stdout.

const say = (text: string) => process.stderr.write(`${text}\n`);
const tell = (text: string) => process.stdout.write(`${text}\n`);

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new InvalidArgumentError('a port is a whole number up to 65535');
  return number;
}

const SIZES = ['small', 'bridgeport', 'boston', 'nyc'] as const;

interface DemoSettings {
  sisPort: number;
  port: number;
  data: string;
  database?: string;
  size?: (typeof SIZES)[number];
  reset: boolean;
}

interface BenchOptions extends Partial<Pick<DemoSettings, 'data' | 'database' | 'size'>> {
  seconds: number;
  rounds: number;
}

function seconds(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 300))
    throw new InvalidArgumentError('a number of seconds up to 300');
  return number;
}

function wholeSeconds(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number from 1');
  return number;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 2147483647)
    throw new InvalidArgumentError('a whole number from 1');
  return number;
}

/**
 * Runs until the process is told to end; then everything in flight is finished first. Being told again changes nothing:
 * whoever cannot wait has SIGKILL.
 */
function untilTold(stop: () => Promise<void>): void {
  let told = false;
  const end = () => {
    if (told) return;
    told = true;
    stop().then(
      () => process.exit(0),
      (error: Error) => {
        say(error.message);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** Aborted when the process is told to end: a long work stops at the next place where nothing is half-done. */
function toldToEnd(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end.abort());
  return end.signal;
}

const program = new Command('student-support').description('The Student Support Page').version(VERSION).exitOverride();

program
  .command('serve')
  .description('run the service with the settings of the environment')
  .addOption(
    new Option('--only <part>', 'answer the agencies alone, on an address of their own').choices(['respond'] as const),
  )
  .option('--wait <seconds>', 'after SIGTERM, go on this long while /readyz says 503, then end', seconds, 1)
  .action(async ({ only, wait }: { only?: 'respond'; wait: number }) => {
    const { readConfig } = await import('./server/config.ts');
    const { readRespondConfig } = await import('./server/respond-config.ts');
    const { startService } = await import('./server/serve.ts');
    const config = only === 'respond' ? readRespondConfig(process.env) : readConfig(process.env);
    const running = await startService(config, { only, waitMs: wait * 1000 });
    untilTold(running.stop);
  });

program
  .command('demo')
  .description('run a stand-in SIS and the service with a made-up district')
  .option('--sis-port <port>', 'port of the stand-in SIS (0: any)', port, 4000)
  .option('--port <port>', 'port of the service (0: any)', port, 4001)
  .option('--data <folder>', 'folder for database, keys and exports', 'data')
  .option('--database <url>', 'another database: sqlite:path, or mssql://… with a login that may create databases')
  .addOption(new Option('--size <size>', 'size of the district').choices(SIZES))
  .option('--reset', 'begin with a new district', false)
  .action(async (options: DemoSettings) => {
    const { startDemo } = await import('./sandbox/demo.ts');
    const demo = await startDemo({ ...options, say, out: process.stderr });
    untilTold(demo.stop);
    tell(`Ready: SIS ${demo.sisUrl} service ${demo.serviceUrl}`);
  });

program
  .command('migrate')
  .description('bring the database up to date')
  .option('--down', 'take the newest migration back', false)
  .option('--dry-run', 'print the SQL, and change nothing', false)
  .action(async ({ down, dryRun }: { down: boolean; dryRun: boolean }) => {
    const { migrateAt } = await import('./database/migrate-command.ts');
    const { readDatabaseUrl } = await import('./server/config.ts');
    tell(await migrateAt(readDatabaseUrl(process.env), down ? 'down' : 'up', { dryRun }));
  });

program
  .command('check')
  .description('look whether settings, database and rights are as they should be')
  .option('--people', 'who would get in, and who would not and why', false)
  .option('--may-read <name...>', 'others who are meant to read our tables on SQL Server')
  .action(async (options: { people: boolean; mayRead?: string[] }) => {
    const { check } = await import('./check/command.ts');
    if (!(await check(process.env, { ...options, tell, say }))) process.exitCode = 1;
  });

const keys = program.command('keys').description('the keys of the settings');

keys
  .command('new')
  .description('print a new key for SESSION_KEYS, NOTE_KEYS or AUDIT_KEYS')
  .argument('<id>', 'name of the key, such as n2')
  .action(async (id: string) => {
    const { randomBytes } = await import('node:crypto');
    const { KeyRing } = await import('./access/keys.ts');
    const key = `${id}:${randomBytes(32).toString('base64')}`;
    KeyRing.parse(key);
    tell(key);
  });

keys
  .command('check')
  .description('say which keys are used, which are still needed, and which can be taken out')
  .action(async () => {
    const { checkKeyUse } = await import('./server/keys-command.ts');
    const { text, ok } = await withDatabase(checkKeyUse);
    tell(text);
    if (!ok) process.exitCode = 1;
  });

keys
  .command('rotate')
  .description('encrypt what is under an older key with the first one')
  .addArgument(new Argument('<what>', 'notes: all that NOTE_KEYS encrypt').choices(['notes']))
  .action(async () => {
    const { rotateNotes } = await import('./server/keys-command.ts');
    const { text, ok } = await withDatabase((database, config) =>
      withAudit(database, config, (audit) =>
        rotateNotes({ database, config, audit, out: process.stderr, signal: toldToEnd() }),
      ),
    );
    tell(text);
    if (!ok) process.exitCode = 1;
  });

program
  .command('audit')
  .description('the audit chain')
  .command('verify')
  .description('check every row and seal; names the first bad row')
  .action(async () => {
    const { verifyAudit } = await import('./access/verify.ts');
    const result = await withDatabase((database, config) => verifyAudit(database, config.auditKeys));
    if (!result.finding) {
      tell(`${result.rows} rows hold.`);
      return;
    }
    tell(`Row ${result.finding.seq} of chain ${result.finding.chain} ${result.finding.fault}.`);
    process.exitCode = 1;
  });

program
  .command('export')
  .description('make the protected package of a period')
  .requiredOption('--period <code>', 'such as 2026-2027-S1')
  .requiredOption('--out <folder>', 'where the package is written')
  .action(async ({ period, out }: { period: string; out: string }) => {
    const { exportPeriod } = await import('./exports/command.ts');
    const made = await withDatabase((database, config) =>
      withAudit(database, config, (audit, clock) => exportPeriod({ database, config, clock, audit, period, out })),
    );
    say(made.isUnchanged ? `Nothing has changed since revision ${made.revision}.` : `Made revision ${made.revision}.`);
    tell(made.file);
  });

const imports = program.command('import').description('visits from an old log');

imports
  .command('log')
  .description('take over old log entries from a CSV file')
  .argument('<file>', 'the CSV file, with a heading')
  .requiredOption('--map <file>', 'which column means what (JSON)')
  .option('--dry-run', 'count what would be done, and write nothing', false)
  .option('--out <folder>', 'where the list of rows that were left out is written')
  .action(async (file: string, { map, dryRun, out }: { map: string; dryRun: boolean; out?: string }) => {
    const { importLog } = await import('./imports/command.ts');
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
    const { listImports } = await import('./imports/command.ts');
    const { systemClock } = await import('./server/clock.ts');
    tell(await withDatabase((database, config) => listImports(database, systemClock(config.timeZone))));
  });

imports
  .command('void')
  .description('void everything that one import brought')
  .argument('<number>', 'number of the import', wholeNumber)
  .requiredOption('--reason <text>', 'why; it stands with every visit')
  .action(async (id: number, { reason }: { reason: string }) => {
    const { voidImported } = await import('./imports/command.ts');
    const { text, ok } = await withDatabase((database, config) =>
      withAudit(database, config, (audit, clock) =>
        voidImported({ database, audit, clock, id, reason, err: process.stderr, signal: toldToEnd() }),
      ),
    );
    tell(text);
    if (!ok) process.exitCode = 1;
  });

program
  .command('verify')
  .description('check packages: every checksum, nothing missing, nothing added')
  .argument('<package...>', 'files to check')
  .action(async (files: string[]) => {
    const { verifyPackage } = await import('./exports/command.ts');
    for (const file of files) {
      const findings = await verifyPackage(file);
      if (findings.length > 0) process.exitCode = 1;
      tell(findings.length === 0 ? `${file}: holds` : findings.map((finding) => `${file}: ${finding}`).join('\n'));
    }
  });

program
  .command('package')
  .description('make the zip that the SIS installs, or check one')
  .option('--sis-url <url>', 'address of the SIS')
  .option('--service-url <url>', 'address of the service, as browsers see it')
  .option('--out <folder>', 'where the zip is written')
  .option('--check <zip>', 'look for faults in a zip, and make none')
  .action(async (options: PackageOptions, command: Command) => {
    const { runPackage, WrongUsage } = await import('./plugin/command.ts');
    try {
      process.exitCode = await runPackage(options, tell, say);
    } catch (error) {
      if (error instanceof WrongUsage) command.error(`error: package ${error.message}`, { exitCode: 2 });
      throw error;
    }
  });

program
  .command('bench')
  .description('measure the service against bare opponents (page, save, csv, stream)')
  .argument('[name...]', 'what to measure; everything when none is named')
  .option('--data <folder>', "measure with the district of a demo's folder")
  .option('--database <url>', "measure with a demo's database, as for demo")
  .addOption(new Option('--size <size>', 'size of the district, when one is made').choices(SIZES))
  .option('--seconds <n>', 'how long each run takes', wholeSeconds, 4)
  .option('--rounds <n>', 'how often ours and the opponent take turns', wholeSeconds, 3)
  .action(async (names: string[], options: BenchOptions) => {
    const { runBenches } = await import('./bench/bench.ts');
    if (!(await runBenches(names, { ...options, say, out: process.stderr }, tell))) process.exitCode = 1;
  });

type Work<T> = (database: Database, config: Config) => Promise<T>;

async function withDatabase<T>(work: Work<T>): Promise<T> {
  const { readConfig } = await import('./server/config.ts');
  const { openDatabase } = await import('./database/connect.ts');
  const { QueryLibrary } = await import('./database/library.ts');
  const { QUERIES } = await import('./server/root.ts');
  const config = readConfig(process.env);
  const database = openDatabase(config.databaseUrl, new QueryLibrary(QUERIES), config.databaseReadUrl);
  try {
    return await work(database, config);
  } finally {
    await database.close();
  }
}

/** What a command does is audited like what a person does: a chain of its own, sealed at both ends. */
async function withAudit<T>(
  database: Database,
  config: Config,
  work: (audit: Audit, clock: Clock) => Promise<T>,
): Promise<T> {
  const { Audit } = await import('./access/audit.ts');
  const { Sealer } = await import('./access/seal.ts');
  const { systemClock } = await import('./server/clock.ts');
  const clock = systemClock(config.timeZone);
  const audit = new Audit(database, config.auditKeys, clock);
  const sealer = new Sealer(database, audit, config.auditKeys, clock);
  await sealer.start((error) => say((error as Error).message));
  try {
    return await work(audit, clock);
  } finally {
    await sealer.end();
  }
}

try {
  await program.parseAsync();
} catch (error) {
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  if (code?.startsWith('commander.')) process.exit(exitCode === 0 ? 0 : 2);
  say((error as Error).message);
  process.exit(1);
}
