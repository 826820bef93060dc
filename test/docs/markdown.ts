import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../src/server/root.ts';

// What the tests of the documents need of Markdown: sections, the rows of tables, and what is only on one side.

/** The text of a document, given by its path from the root. */
export function doc(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8').replaceAll('\r\n', '\n');
}

/** All documents, by their path from the root. */
export function documents(): string[] {
  const below = (folder: string) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`);
  return ['README.md', 'CHANGELOG.md', ...below('docs'), ...below('queries')].sort();
}

/** What stands under a heading, given with its marks (`## Settings`), up to the next of its level or a higher one. */
export function section(text: string, heading: string): string {
  const level = heading.indexOf(' ');
  const lines = text.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`There is no heading "${heading}"`);
  const ends = (line: string) => /^#+ /.test(line) && line.indexOf(' ') <= level;
  const end = lines.findIndex((line, at) => at > start && ends(line));
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** The headings of one level, without their marks. */
export function headings(text: string, level: number): string[] {
  const marks = `${'#'.repeat(level)} `;
  return withoutFences(text)
    .split('\n')
    .flatMap((line) => (line.startsWith(marks) ? [line.slice(marks.length)] : []));
}

/** The body rows of all tables in the text, cell by cell. */
export function rows(text: string): string[][] {
  const found: string[][] = [];
  const lines = text.split('\n');
  lines.forEach((line, at) => {
    const isHead = /^\| *-/.test(lines[at + 1] ?? '');
    if (!line.startsWith('|') || isHead || /^\| *-/.test(line)) return;
    found.push(
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
  });
  return found;
}

/** The cell without the marks of code. */
export function bare(cell: string | undefined): string {
  return (cell ?? '').replaceAll('`', '');
}

/** The text without its blocks of code. */
export function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

export interface Fence {
  /** What stands after the opening marks: `sh`, or nothing. */
  language: string;
  text: string;
}

/** The blocks of code, those inside lists too, without the blanks before them. */
export function fences(text: string): Fence[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', language = '', inside = '']) => ({
      language,
      text: inside.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** What the code has and the document lacks, and the other way round. Both have to be empty. */
export function difference(inCode: Iterable<string>, inDocs: Iterable<string>) {
  const [code, docs] = [[...inCode], [...inDocs]];
  return {
    notDescribed: code.filter((one) => !docs.includes(one)),
    describedButNotThere: docs.filter((one) => !code.includes(one)),
    describedTwice: docs.filter((one, at) => docs.indexOf(one) !== at),
  };
}

export const NO_DIFFERENCE = { notDescribed: [], describedButNotThere: [], describedTwice: [] };
