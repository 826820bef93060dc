import { type Command, Option } from 'commander';
import { untilTold } from './end.ts';
import { day, port, SIZES, seconds } from './input.ts';
import { say, tell } from './output.ts';

interface DemoSettings {
  sisPort: number;
  port: number;
  data: string;
  database?: string;
  size?: (typeof SIZES)[number];
  today?: string;
  reset: boolean;
}

/** `serve` and `demo`: what runs until it is told to end. */
export function addRunning(program: Command): void {
  program
    .command('serve')
    .description('run the service with the settings of the environment')
    .addOption(
      new Option('--only <part>', 'answer the agencies alone, on an address of their own').choices([
        'respond',
      ] as const),
    )
    .option('--wait <seconds>', 'after SIGTERM, go on this long while /readyz says 503, then end', seconds, 1)
    .action(async ({ only, wait }: { only?: 'respond'; wait: number }) => {
      const { readConfig } = await import('../server/config.ts');
      const { readRespondConfig } = await import('../server/respond-config.ts');
      const { startService } = await import('../server/serve.ts');
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
    .option('--today <day>', 'the day on which it takes place, YYYY-MM-DD', day)
    .option('--reset', 'begin with a new district', false)
    .action(async (options: DemoSettings) => {
      const { startDemo } = await import('../sandbox/demo.ts');
      const demo = await startDemo({ ...options, say, out: process.stderr });
      untilTold(demo.stop);
      tell(`Ready: SIS ${demo.sisUrl} service ${demo.serviceUrl}`);
    });
}
