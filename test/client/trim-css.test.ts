type Trim = (css: string, keeps: (selector: string) => boolean, keepsFont: (body: string) => boolean) => string;

// Plain Node, no types: it runs before anything is built.
const { trimCss } = (await import(new URL('../../.setup/trim-css.mjs', import.meta.url).href)) as { trimCss: Trim };

const trim = (css: string) =>
  trimCss(
    css,
    (selector) => !selector.includes('.gone'),
    (face) => face.includes('ours'),
  );

describe('the design system, cut down to what pages use', () => {
  it.each([
    ['keeps a rule', '.kept{color:red}', '.kept{color:red}'],
    ['drops a rule', '.gone{color:red}', ''],
    ['keeps the selectors that are left', '.gone,.kept,a:is(b,.gone){x:y}', '.kept{x:y}'],
    ['keeps a comma inside brackets together', 'a:is(b,i){x:y}', 'a:is(b,i){x:y}'],
    ['looks into conditions', '@media print{.gone{x:y}.kept{x:y}}', '@media print{.kept{x:y}}'],
    ['drops a condition that holds nothing', '@supports (a:b){@media print{.gone{x:y}}}', ''],
    ['keeps keyframes whole', '@keyframes a{to{x:y}}', '@keyframes a{to{x:y}}'],
    ['keeps statements', '@charset "UTF-8";.gone{x:y}', '@charset "UTF-8";'],
    ['keeps our faces only', '@font-face{src:ours}@font-face{src:theirs}', '@font-face{src:ours}'],
    ['forgets comments', '/* .a{} */.kept{x:y}', '.kept{x:y}'],
    [
      'steps over signs in strings and addresses',
      `.kept{content:"}\\"{";background:url("data:image/svg+xml,%3C{a,b}%3E")}.gone{x:y}`,
      `.kept{content:"}\\"{";background:url("data:image/svg+xml,%3C{a,b}%3E")}`,
    ],
  ])('%s', (_, css, expected) => {
    expect(trim(css)).toBe(expected);
  });
});
