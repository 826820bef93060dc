import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../src/server/root.ts';

/** One command as `--help` tells it. */
export interface Command {
  /** `migrate`, `audit verify` */
  name: string;
  /** `--down` */
  options: string[];
  /** Those of the options that need a value. */
  valued: string[];
  /** How many words it needs besides. */
  words: number;
}

/** Every command of the built program, asked for its help. Throws when the build is older than src/commands. */
export function commands(): Command[] {
  const found = below([]);
  const folder = path.join(ROOT, 'src', 'commands');
  const source = readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
  const words = new Set(found.flatMap(({ name }) => name.split(' ')));
  for (const [, word] of source.matchAll(/\.command\('([a-z-]+)/g)) {
    if (!words.has(word as string)) throw new Error(`dist/main.js does not know "${word}": npm run build, then again`);
  }
  return found;
}

function below(parents: string[]): Command[] {
  const text = help(parents);
  const inside = entries(text, 'Commands').filter((name) => name !== 'help');
  if (inside.length > 0) return inside.flatMap((name) => below([...parents, name]));
  const options = entries(text, 'Options').filter((name) => name !== '--help');
  const valued = options.filter((name) => new RegExp(`^ {2}(?:-\\w, )?${name} <`, 'm').test(text));
  const words = /^Usage: .*$/m.exec(text)?.[0].match(/<[\w-]+>/g)?.length ?? 0;
  return [{ name: parents.join(' '), options, valued, words }];
}

function help(parents: string[]): string {
  const args = [path.join(ROOT, 'dist', 'main.js'), ...parents, '--help'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${parents.join(' ')} --help" ended with ${status}: ${stderr}`);
  return stdout;
}

// The first word of each entry of one block: a command's name, or the long name of an option.
function entries(text: string, title: string): string[] {
  const block = new RegExp(`^${title}:\\n((?: {2}.*\\n?)*)`, 'm').exec(text)?.[1] ?? '';
  return block.split('\n').flatMap((line) => /^ {2}(?:-\w, )?((?:--)?[a-z][\w-]*)/.exec(line)?.[1] ?? []);
}
