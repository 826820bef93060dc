import { collectPlugin } from '../../src/plugin/collect.ts';
import { LOCKED } from '../../src/sandbox/permissions.ts';
import { installPlugin } from '../../src/sandbox/plugin-files.ts';
import { pluginFor, pluginRoot } from './small-sis.ts';

const plugin = pluginFor('http://127.0.0.1:4001');
const sources = [...plugin.pages, ...plugin.wildcards, ...plugin.fragments.map((f) => [f.file, f.source] as const)];

describe('the plugin as installed', () => {
  it('asks for one host, the callback of the service and the fields of its query', () => {
    expect(plugin.requests.hosts).toEqual(['127.0.0.1:4001']);
    expect(plugin.requests.redirectUri).toBe('http://127.0.0.1:4001/sign-in/callback');
    expect(plugin.requests.personas).toEqual(['staff', 'teacher']);
    expect(plugin.requests.fields.map(({ table, field, access }) => `${table}.${field} ${access}`)).toEqual([
      'SCHOOLSTAFF.USERS_DCID ViewOnly',
      'SCHOOLSTAFF.SCHOOLID ViewOnly',
      'ROLEDEF.NAME ViewOnly',
      'ROLEDEFTEACHERSMAP.ISDISTRICT ViewOnly',
    ]);
  });

  it('takes the address of another service everywhere', () => {
    const moved = pluginFor('http://127.0.0.1:5001');
    expect(moved.requests.hosts).toEqual(['127.0.0.1:5001']);
    expect(moved.requests.redirectUri).toBe('http://127.0.0.1:5001/sign-in/callback');
    expect(moved.wildcards.get('ssp_service')).toBe('http://127.0.0.1:5001');
  });

  // A line end would stand inside the frame's address.
  it('holds the address alone in its include, without a line end', () => {
    expect(plugin.wildcards.get('ssp_service')).toBe('http://127.0.0.1:4001');
  });

  it.each([...plugin.pages])('%s shows its frame only inside a guard on its own path', (path, source) => {
    const guard = `~[if#page.security.pageviewormod=${path}]`;
    expect(Object.keys(LOCKED)).toContain(path);
    expect(source.indexOf(guard)).toBeGreaterThan(0);
    expect(source.indexOf('<iframe')).toBeGreaterThan(source.indexOf(guard));
    expect(source.indexOf('<iframe')).toBeLessThan(source.indexOf('[else#page]'));
  });

  it.each(plugin.fragments.map((fragment) => fragment.file))('%s is guarded as a whole', (file) => {
    const fragment = plugin.fragments.find((each) => each.file === file);
    expect(fragment?.source).toMatch(/^~\[if\.security\.pageviewormod=\/admin\/\S+\.html\]\n[\s\S]*\[\/if\]\n$/);
  });

  it('keeps every word in the message keys, and no key that nothing uses', () => {
    for (const [name, source] of sources) {
      const words = source
        .replace(/<!--[\s\S]*?-->|<[^>]*>|~\[[^\]]*\]|~\([^)]*\)|\[[^\]]*\]|&gt;/g, '')
        .replace('http://127.0.0.1:4001', '');
      expect([name, words.trim()]).toEqual([name, '']);
    }
    const used = [...sources.map(([, source]) => source), ...plugin.catalogue.map((entry) => JSON.stringify(entry))];
    for (const key of plugin.messages.keys())
      expect([key, used.some((text) => text.includes(`[text:${key}]`))]).toEqual([key, true]);
  });

  // Property files are read as Latin-1 by some servers, quotes can be taken as marks, and texts are put in unescaped.
  it('keeps the message keys to plain characters', () => {
    for (const text of plugin.messages.values()) expect(text).toMatch(/^[A-Za-z0-9 .,:]+$/);
  });

  it('refuses a file that it would not know how to serve', () => {
    const files = collectPlugin(pluginRoot, { serviceUrl: 'http://127.0.0.1:4001', version: '1.0.0' });
    files.set('WEB_ROOT/admin/notes.docx', Buffer.alloc(0));
    expect(() => installPlugin(files)).toThrow('WEB_ROOT/admin/notes.docx');
  });
});
