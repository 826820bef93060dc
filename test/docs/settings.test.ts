import { readConfig, SETTINGS } from '../../src/server/config.ts';
import { bare, difference, doc, NO_DIFFERENCE, rows, section } from './markdown.ts';

const names = Object.keys(SETTINGS);
const described = rows(section(doc('docs/administration.md'), '## Settings'));

// What holds when it is left out, where one value cannot say it.
const LEFT_OUT: Record<string, string> = {
  DATABASE_READ_URL: '`DATABASE_URL`',
  OIDC_ISSUER: '`SIS_URL` and `/oauth2/`',
  ROLE_MAP: 'the [usual names](access.md#roles)',
};

function leftOut(name: string): string {
  const { fallback, secret } = SETTINGS[name] as { fallback?: string; secret?: boolean };
  const value =
    fallback === undefined ? 'required' : (LEFT_OUT[name] ?? (fallback === '' ? 'nothing' : `\`${fallback}\``));
  return secret ? `${value}, secret` : value;
}

describe('the settings', () => {
  it('stand in docs/administration.md, each of them and no other', () => {
    expect(
      difference(
        names,
        described.map(([name]) => bare(name)),
      ),
    ).toEqual(NO_DIFFERENCE);
  });

  it.each(names)('%s: what holds when it is left out is said there', (name) => {
    const row = described.find(([first]) => bare(first) === name) ?? [];
    expect(row[1]).not.toBe('');
    expect([name, row[2]]).toEqual([name, leftOut(name)]);
  });

  it('the usual roles are those of the code', () => {
    const table = rows(section(doc('docs/access.md'), '## Roles'));
    const inDocs = table.flatMap(([sis, ours]) =>
      bare(ours).startsWith('none') ? [] : (sis ?? '').split(', ').map((name) => `${name} → ${bare(ours)}`),
    );
    const map = JSON.parse(SETTINGS.ROLE_MAP?.fallback ?? '{}') as Record<string, string>;
    const inCode = Object.entries(map).map(([name, ours]) => `${name} → ${ours}`);
    expect(difference(inCode, inDocs)).toEqual(NO_DIFFERENCE);
  });
});

describe('.env.example', () => {
  const lines = doc('.env.example').split('\n');
  const values = new Map(
    lines.flatMap((line) => {
      const match = /^([A-Z_]+)=(.*)$/.exec(line);
      return match ? [[match[1] as string, match[2] as string] as const] : [];
    }),
  );

  it('shows every setting and no other', () => {
    expect(difference(names, values.keys())).toEqual(NO_DIFFERENCE);
  });

  it('has nothing but settings, comments and empty lines', () => {
    expect(lines.filter((line) => line !== '' && !line.startsWith('#') && !/^[A-Z_]+=/.test(line))).toEqual([]);
  });

  it('works as soon as real keys are filled in', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const filled = [...values].map(([name, value]) => [name, value.replace('change-me', key)]);
    expect(() => readConfig(Object.fromEntries(filled))).not.toThrow();
  });

  it('holds no secret that somebody could take over', () => {
    const secrets = [...values].filter(([name]) => SETTINGS[name]?.secret).map(([, value]) => value);
    expect(secrets.filter((value) => !/change-me|^sqlite:|^$/.test(value))).toEqual([]);
  });
});
