import { spawnSync } from 'node:child_process';
import { commands } from './commands.ts';
import { doc, fences } from './markdown.ts';
import { faultOf, ownArguments, simpleCommands } from './shell.ts';

// Every line of the instructions can be pasted as it stands: it is shell, it names programs that there are, what it says to
// this program is understood, and what explains it is a comment.

const FILES = ['docs/install.md', 'docs/running.md'];
const LANGUAGES = ['sh', 'powershell', 'sql', 'json'];
const PROGRAMS = [
  ...[
    'cd',
    'umask',
    'test',
    'id',
    'install',
    'mkdir',
    'ln',
    'rm',
    'tar',
    'useradd',
    'userdel',
    'runuser',
    'node',
    'npm',
  ],
  ...['systemctl', 'journalctl', 'grep', 'sqlcmd'],
];
const all = commands();

const linesOf = (file: string, languages: string[]) =>
  fences(doc(file))
    .filter(({ language }) => languages.includes(language))
    .flatMap(({ text }) => text.split('\n').filter((line) => line.trim() !== ''));

describe.each(FILES)('%s', (file) => {
  it('says of every block what it is', () => {
    expect(fences(doc(file)).filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  });

  it('has shell that a shell can read', () => {
    for (const { text } of fences(doc(file)).filter(({ language }) => language === 'sh'))
      expect(spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('begins every command with a program', () => {
    const unknown = linesOf(file, ['sh'])
      .flatMap(simpleCommands)
      .flatMap(([first = '', ...rest]) =>
        first === 'runuser' ? [first, rest[rest.indexOf('--') + 1] ?? ''] : [first],
      );
    expect(unknown.filter((first) => !PROGRAMS.includes(first))).toEqual([]);
  });

  it('asks of this program only what it understands', () => {
    const calls = linesOf(file, ['sh', 'powershell'])
      .flatMap(simpleCommands)
      .flatMap((words) => ownArguments(words) ?? []);
    expect(calls.length).toBeGreaterThan(0);
    const faults = linesOf(file, ['sh', 'powershell']).flatMap((line) =>
      simpleCommands(line).flatMap((words) => {
        const args = ownArguments(words);
        const fault = args && faultOf(args, all);
        return fault ? [`${line}: ${fault}`] : [];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('explains nothing in a line but behind a #', () => {
    // Words that explain are set off by blanks; an argument never is.
    const explained = linesOf(file, ['sh', 'powershell', 'sql']).filter((line) => /\S\s{2,}(?![\s#])/.test(line));
    expect(explained).toEqual([]);
  });

  it('tells sqlcmd the server, the database and to stop at the first error', () => {
    const calls = linesOf(file, ['sh', 'powershell'])
      .flatMap(simpleCommands)
      .filter(([first]) => first === 'sqlcmd');
    for (const words of calls) for (const option of ['-S', '-d', '-b', '-i']) expect(words).toContain(option);
  });

  it('makes every folder before it unpacks into it', () => {
    let made = '';
    for (const line of linesOf(file, ['sh', 'powershell'])) {
      const into = / -C (\S+)/.exec(line)?.[1];
      if (into) expect([line, made.includes(into)]).toEqual([line, true]);
      if (/^(mkdir -p|New-Item -ItemType Directory -Force) /.test(line)) made = line;
    }
  });

  it('never writes over settings that are there', () => {
    const writing = linesOf(file, ['sh', 'powershell']).filter((line) =>
      /(^|[{|] )(install|cp|Copy-Item) .*[\\/][\w-]*env( |$)/.test(line),
    );
    for (const line of writing)
      expect(line).toMatch(/^test -e (\S+) \|\| .* \1$|^if \(-not \(Test-Path (\S+)\)\) .* \2 \}$/);
  });
});

it('reads what a shell would', () => {
  expect(simpleCommands(`a "b c" 'd#' e=f#g # h`)).toEqual([['a', 'b c', 'd#', 'e=f#g']]);
  expect(simpleCommands('a || b -- c | d')).toEqual([['a'], ['b', '--', 'c'], ['d']]);
});

it.each([
  ['migrate --dry-run the SQL', 'migrate takes 0 words'],
  ['keys new s1 SESSION_KEYS', 'keys new takes 1 words'],
  ['keys new', 'keys new needs 1 words'],
  ['migrate --dryrun', 'migrate has no --dryrun'],
  ['keys turn notes', 'there is no command keys turn'],
  ['package --out', '--out has no value'],
  ['check --may-read HR --people', undefined],
  ['keys rotate notes', undefined],
])('%s: %s', (line, fault) => {
  const found = faultOf(line.split(' '), all);
  if (fault) expect(found).toContain(fault);
  else expect(found).toBeUndefined();
});

describe('the two services', () => {
  const unit = doc('docs/running/student-support.service');
  const winsw = doc('docs/running/winsw.xml');
  it('start the program with what it understands, and let Node read the settings', () => {
    const started = [/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '', /<arguments>(.*)<\/arguments>/.exec(winsw)?.[1] ?? ''];
    for (const line of started) {
      expect(line).toMatch(/--env-file=\S+[\\/]student-support[\\/]env /);
      expect(faultOf(ownArguments(line.split(' ')) ?? [], all)).toBeUndefined();
    }
    expect(unit).not.toContain('EnvironmentFile');
  });
});
