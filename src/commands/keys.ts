import { Argument, type Command } from 'commander';
import { withAudit, withDatabase } from './database.ts';
import { toldToEnd } from './end.ts';
import { tell } from './output.ts';

/** `keys new`, `keys check` and `keys rotate`. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('the keys of the settings');

  keys
    .command('new')
    .description('print a new key for SESSION_KEYS, NOTE_KEYS or AUDIT_KEYS')
    .argument('<id>', 'name of the key, such as n2')
    .action(async (id: string) => {
      const { randomBytes } = await import('node:crypto');
      const { KeyRing } = await import('../access/keys.ts');
      const key = `${id}:${randomBytes(32).toString('base64')}`;
      KeyRing.parse(key);
      tell(key);
    });

  keys
    .command('check')
    .description('say which keys are used, which are still needed, and which can be taken out')
    .action(async () => {
      const { checkKeyUse } = await import('../server/keys-command.ts');
      const { text, ok } = await withDatabase(checkKeyUse);
      tell(text);
      if (!ok) process.exitCode = 1;
    });

  keys
    .command('rotate')
    .description('encrypt what is under an older key with the first one')
    .addArgument(new Argument('<what>', 'notes: all that NOTE_KEYS encrypt').choices(['notes']))
    .action(async () => {
      const { rotateNotes } = await import('../server/keys-command.ts');
      const { text, ok } = await withDatabase((database, config) =>
        withAudit(database, config, (audit) =>
          rotateNotes({ database, config, audit, out: process.stderr, signal: toldToEnd() }),
        ),
      );
      tell(text);
      if (!ok) process.exitCode = 1;
    });
}
