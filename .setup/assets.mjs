// What a browser is sent: our script as one file, our styles, and of the design system what the pages use.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { trimCss } from './trim-css.mjs';

/** Fills dist/assets under the project's root. */
export async function buildAssets(root) {
  const out = path.join(root, 'dist', 'assets');
  rmSync(out, { recursive: true, force: true });
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
  copyDesignSystem(path.join(root, 'node_modules', '@uswds', 'uswds', 'dist'), out, classesIn(root));
}

// Every class of the design system that a page or a script names. What its combo box makes by itself comes on top.
function classesIn(root) {
  const folders = [path.join(root, 'pages'), path.join(root, 'src', 'client')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(hbs|ts)$/.test(file))
      .map((file) => path.join(folder, file)),
  );
  return new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(/usa-[\w-]+/g) ?? []));
}

// Of the fonts, the faces that our styles ask for.
const FACES = /source-sans-pro\/sourcesanspro-(regular|bold|italic)-webfont/;

function copyDesignSystem(uswds, out, classes) {
  const keeps = (selector) =>
    (selector.match(/\.[a-zA-Z][\w-]*/g) ?? []).every(
      (name) => name.startsWith('.usa-combo-box') || classes.has(name.slice(1)),
    );
  const whole = readFileSync(path.join(uswds, 'css', 'uswds.min.css'), 'utf8');
  const css = trimCss(whole, keeps, (face) => FACES.test(face));
  // The sheet lies beside its fonts and pictures here, not in a folder of its own.
  const files = new Set([...css.matchAll(/url\(["']?\.\.\/((?:fonts|img)\/[^"')]+)["']?\)/g)].map((match) => match[1]));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    copyFileSync(path.join(uswds, file), path.join(out, file));
  }
  writeFileSync(path.join(out, 'uswds.css'), css.replaceAll(/(url\(["']?)\.\.\//g, '$1'));
}
