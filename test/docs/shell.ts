import type { Command } from './commands.ts';

// As much of a shell as the documents' commands need: words, quotes, comments, and what stands between commands.

/** The simple commands of a line, each as its words; a comment is left out. */
export function simpleCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  const token = /\s+|#.*|&&|\|\||[|;&]|((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|;&])+)/gy;
  for (const [whole, word] of line.trim().matchAll(token)) {
    if (word !== undefined) commands.at(-1)?.push(word.replace(/^(['"])([\s\S]*)\1$/, '$2'));
    else if (/^[|;&]/.test(whole)) commands.push([]);
  }
  return commands.filter((words) => words.length > 0);
}

/** What this program gets: the words after `dist/main.js`, and undefined when it is another program. */
export function ownArguments(words: readonly string[]): string[] | undefined {
  const at = words.findIndex((word) => /(^|[\\/])dist[\\/]main\.js$/.test(word));
  return at < 0 ? undefined : words.slice(at + 1);
}

/** What is wrong with a call of this program, held against what `--help` says of it; undefined: nothing. */
export function faultOf(args: readonly string[], all: readonly Command[]): string | undefined {
  if (args.length === 1 && args[0] === '--version') return undefined;
  const command = all.find(({ name }) => name === args.slice(0, name.split(' ').length).join(' '));
  if (!command) return `there is no command ${args.slice(0, 2).join(' ')}`;
  const rest = args.slice(command.name.split(' ').length);
  let left = command.words;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as string;
    const [option = ''] = word.split('=');
    if (!word.startsWith('-')) left -= 1;
    else if (!command.options.includes(option)) return `${command.name} has no ${option}`;
    else if (command.valued.includes(option) && !word.includes('=')) at += 1;
    if (at >= rest.length) return `${option} has no value`;
  }
  if (left < 0) return `${command.name} takes ${command.words} words and no more`;
  return left > 0 ? `${command.name} needs ${command.words} words` : undefined;
}
