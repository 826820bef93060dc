#!/usr/bin/env node
import { Command } from 'commander';
import { addBench } from './commands/bench.ts';
import { addCare } from './commands/care.ts';
import { addExports } from './commands/exports.ts';
import { addImports } from './commands/imports.ts';
import { addKeys } from './commands/keys.ts';
import { say } from './commands/output.ts';
import { addPackage } from './commands/plugin.ts';
import { addRunning } from './commands/running.ts';
import { VERSION } from './server/root.ts';

// The command line. Exit 0: good; 1: refused or failed; 2: wrong usage. Progress goes to stderr, results to stdout. What a
// command needs is loaded when it runs.

const program = new Command('student-support').description('The Student Support Page').version(VERSION).exitOverride();
for (const add of [addRunning, addCare, addKeys, addExports, addImports, addPackage, addBench]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  if (code?.startsWith('commander.')) process.exit(exitCode === 0 ? 0 : 2);
  say((error as Error).message);
  process.exit(1);
}
