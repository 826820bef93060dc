// What a browser is sent: our script as one file, our styles, and of the design system what the pages use.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Fills dist/assets under the project's root. */
export async function buildAssets(root) {
  const out = path.join(root, 'dist', 'assets');
  const uswds = path.join(root, 'node_modules', '@uswds', 'uswds', 'dist');
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [path.join(root, 'src', 'client', 'main.ts')],
    outfile: path.join(out, 'app.js'),
    bundle: true,
    // Not minified by name: it is small, and a page that fails in the field can be read.
    minifyWhitespace: true,
    target: 'es2022',
    format: 'iife',
    logLevel: 'warning',
  });
  copyFileSync(path.join(root, 'pages', 'assets', 'app.css'), path.join(out, 'app.css'));
  copyDesignSystem(uswds, out);
}

// The fonts and pictures that our pages show; addresses of the others stay in the file and are never asked for.
const FONTS = ['regular', 'bold', 'italic'].map((face) => `source-sans-pro/sourcesanspro-${face}-webfont.woff2`);
const PICTURES = [
  'usa-icons/expand_more.svg',
  'usa-icons/unfold_more.svg',
  'usa-icons/close.svg',
  'usa-icons/check_box_outline_blank.svg',
  'correct8.svg',
  'correct8.png',
];

function copyDesignSystem(uswds, out) {
  const css = readFileSync(path.join(uswds, 'css', 'uswds.min.css'), 'utf8');
  writeFileSync(
    path.join(out, 'uswds.css'),
    css
      .replaceAll('../fonts/', 'fonts/')
      .replaceAll('../img/', 'img/')
      .replace(/\/\*# sourceMappingURL=.*?\*\//, ''),
  );
  for (const file of FONTS) copy(path.join(uswds, 'fonts', file), path.join(out, 'fonts', file));
  for (const file of PICTURES) {
    try {
      copy(path.join(uswds, 'img', file), path.join(out, 'img', file));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
}

function copy(from, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}
