import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { ROOT } from '../../src/server/root.ts';

// The largest district that the demo makes, as somebody starts it: how long that takes, and how much memory.

const MOST_SECONDS = 600;
const MOST_KB = 1024 * 1024;
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-nyc-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(
  'is there in under ten minutes and a gigabyte, with its progress shown',
  async () => {
    const begun = performance.now();
    const { said, seconds } = await new Promise<{ said: string; seconds: number }>((done, failed) => {
      const demo = spawn(
        process.execPath,
        [
          ...['--import', TELL_MEMORY, path.join(ROOT, 'dist', 'main.js'), 'demo', '--size', 'nyc'],
          ...['--sis-port', '0', '--port', '0', '--data', folder],
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let said = '';
      let seconds = Number.NaN;
      demo.stderr.on('data', (text) => {
        said += text;
      });
      demo.stdout.on('data', (text) => {
        if (!String(text).includes('Ready:')) return;
        seconds = (performance.now() - begun) / 1000;
        demo.kill('SIGINT');
      });
      demo.on('error', failed);
      demo.on('close', () => done({ said, seconds }));
    });
    const kilobytes = Number(/peak (\d+)/.exec(said)?.[1]);
    process.stderr.write(`nyc: ${seconds.toFixed(0)} s, ${(kilobytes / 1024).toFixed(0)} MB at most\n`);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(kilobytes).toBeLessThan(MOST_KB);
    expect(said).toContain('100 %');
    const made = new BetterSqlite3(path.join(folder, 'demo.sqlite'), { readonly: true });
    const count = (table: string) => (made.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n;
    expect(count('Students')).toBe(912_064);
    expect(count('u_ssp_visit')).toBeGreaterThan(2_700_000);
    made.close();
  },
  (MOST_SECONDS + 60) * 1000,
);
