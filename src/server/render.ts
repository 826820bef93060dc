import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { putWords } from '../words/in-pages.ts';

export type Render = (template: string, model: Record<string, unknown>) => string;

const OPTIONS = {
  strict: true,
  // Indented partials would indent what stands in a text area.
  preventIndent: true,
  // A plain name is a value and never a helper: nothing has to be looked up twice.
  knownHelpers: { remembered: true },
  knownHelpersOnly: true,
};

/**
 * All pages of the folder as templates, compiled once, strict: a name that the model lacks is an error and not an
 * empty place. `layouts/` and `partials/` are known under their path.
 */
export function loadPages(folder: string): Render {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('remembered', remember(new WeakMap()));
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.hbs')) continue;
    const name = file.slice(0, -4).split(path.sep).join('/');
    const text = putWords(readFileSync(path.join(folder, file), 'utf8'), name);
    if (name.startsWith('layouts/') || name.startsWith('partials/')) {
      handlebars.registerPartial(name, handlebars.compile(text, OPTIONS));
    } else {
      templates.set(name, handlebars.compile(text, OPTIONS));
    }
  }
  return (name, model) => {
    const template = templates.get(name);
    if (!template) throw new Error(`There is no page ${name}`);
    return template(model);
  };
}

/**
 * `{{#remembered field}}…{{/remembered}}`: what the block makes of a field is kept as long as that very field is used
 * again. The long lists of codes are the same on every page.
 */
function remember(made: WeakMap<object, string>): Handlebars.HelperDelegate {
  return function remembered(field: object, options: Handlebars.HelperOptions): string {
    let text = made.get(field);
    if (text === undefined) {
      text = options.fn(field);
      made.set(field, text);
    }
    return text;
  };
}
