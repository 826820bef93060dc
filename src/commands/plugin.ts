import type { Command } from 'commander';
import type { PackageOptions } from '../plugin/command.ts';
import { say, tell } from './output.ts';

/** `package`: the zip that the SIS installs. */
export function addPackage(program: Command): void {
  program
    .command('package')
    .description('make the zip that the SIS installs, or check one')
    .option('--sis-url <url>', 'address of the SIS')
    .option('--service-url <url>', 'address of the service, as browsers see it')
    .option('--out <folder>', 'where the zip is written')
    .option('--check <zip>', 'look for faults in a zip, and make none')
    .action(async (options: PackageOptions, command: Command) => {
      const { runPackage, WrongUsage } = await import('../plugin/command.ts');
      try {
        process.exitCode = await runPackage(options, tell, say);
      } catch (error) {
        if (error instanceof WrongUsage) command.error(`error: package ${error.message}`, { exitCode: 2 });
        throw error;
      }
    });
}
