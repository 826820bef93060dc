import fc from 'fast-check';
import { findingLine } from '../../src/plugin/finding.ts';
import { findingsOf, goodFiles, goodZip, zipOf } from './package.ts';

// Whatever a zip holds, checking it ends, soon, with findings. More of it in `npm run test:long`.

const RUNS = process.env.TEST_LONG ? 600 : 100;

it('survives any damage to a good zip', async () => {
  const good = await goodZip();
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(3), async (bytes, cut) => {
      const zip = Buffer.from(good);
      for (const [at, value] of bytes) zip[at] = value;
      const findings = await findingsOf(cut === 0 ? zip.subarray(0, zip.length - (bytes[0]?.[0] ?? 0)) : zip);
      for (const finding of findings) expect(findingLine(finding)).not.toMatch(/\n/);
    }),
    { numRuns: RUNS },
  );
}, 300_000);

it('survives any text in any file', async () => {
  const name = fc.constantFrom(...goodFiles().keys());
  const unit = fc.constantFrom(
    '<',
    '>',
    '"',
    '~[if#a.',
    ']',
    '[/if]',
    '[else]',
    '~(gpv.',
    ')',
    "'",
    '{',
    '}',
    ':',
    ',',
    '\n',
    'pages',
    '=',
    '&',
    '\0',
    '\ud800',
  );
  await fc.assert(
    fc.asyncProperty(name, fc.string({ unit, maxLength: 40 }), fc.boolean(), async (file, text, whole) => {
      const files = goodFiles();
      files.set(file, whole ? text : text + files.get(file));
      await findingsOf(await zipOf(files));
    }),
    { numRuns: RUNS },
  );
}, 300_000);

const QUERIES = 'queries_root/com.student_support_page.ssp.named_queries.xml';

// A megabyte of what could make a search begin again at every character.
it.each([
  ['WEB_ROOT/admin/ssp/reports.html', '~[if#a.security.pageview=', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '[else]', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '~(gpv.', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '~[text:a', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '~[text:a]\n', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '<!-- ', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '<script', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '<a title="', ''],
  ['WEB_ROOT/admin/ssp/reports.html', '<input type=submit ', ''],
  ['WEB_ROOT/admin/ssp/reports.html', 'x<b>', ''],
  ['WEB_ROOT/admin/home.ssp.content.footer.txt', '<a href="/admin', '~[if.security.pageview=/admin/ssp/reports.html]'],
  ['WEB_ROOT/wildcards/ssp_frame_notices.txt', '~[wc:ssp_frame_notices]', ''],
  ['WEB_ROOT/scripts/ssp/frame.js', 'https:\\/', ''],
  ['MessageKeys/student-support.US_en.properties', 'password', ''],
  ['MessageKeys/student-support.US_en.properties', 'a.password=\n', ''],
  [QUERIES, '(select ', '<queries><query><sql>'],
  [QUERIES, 'select a from b, ', '<queries><query><sql>'],
  [QUERIES, 'a.b, ', '<queries><query><sql>select '],
  [QUERIES, 'join b a on a.c ', '<queries><query><sql>select 1 from b '],
  [QUERIES, 'a as (', '<queries><query><sql>with '],
  ['WEB_ROOT/scripts/ssp/frame.js', 'eyJ-eyJeyJ', ''],
  ['WEB_ROOT/scripts/ssp/frame.js', '-----BEGIN ', ''],
  ['WEB_ROOT/scripts/ssp/frame.js', "password='", ''],
  ['WEB_ROOT/scripts/ssp/frame.js', 'https://', ''],
  ['WEB_ROOT/scripts/ssp/frame.js', '/ws/schema/query/a', ''],
  ['plugin.xml', '<a ', '<plugin>'],
  ['plugin.xml', ' b=""', '<plugin'],
  ['plugin.xml', '<!-- ', '<plugin>'],
  ['plugin.xml', '&', '<plugin>'],
  ['plugin.xml', '<links/>', '<plugin xmlns="http://plugin.powerschool.pearson.com">'],
  ['pagecataloging/student-support.json', '[', ''],
  ['pagecataloging/student-support.json', '{"children":[', '{"pages":['],
  ['pagecataloging/student-support.json', '{"htmlID":"a"},', '{"pages":['],
  [QUERIES, "/*'", '<queries><query><sql>'],
  [QUERIES, '<query/>', '<queries>'],
  ['MessageKeys/student-support.US_en.properties', 'a=b\nc\n', ''],
])('is done soon with a long %s of %j', async (name, piece, start) => {
  const files = goodFiles();
  const end = start.includes('<sql>') ? '</sql></query></queries>' : '';
  files.set(name, start + piece.repeat(Math.floor(1_000_000 / piece.length)) + end);
  const zip = await zipOf(files);
  const began = performance.now();
  const findings = await findingsOf(zip);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(findings.length).toBeLessThanOrEqual(500);
});

it('keeps names from writing into the list', () => {
  const line = findingLine({ rule: 'Z4', level: 'error', file: 'a\nZ9 error b\u001b[2J\u202e', line: 1, text: 'x' });
  expect(line).toBe('Z4 error a\\u000aZ9 error b\\u001b[2J\\u202e:1 x');
});
