import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';

export type Render = (template: string, model: Record<string, unknown>) => string;

// Indented partials would indent what stands in a text area.
const OPTIONS = { strict: true, preventIndent: true };

/**
 * All pages of the folder as templates, compiled once, strict: a name that the model lacks is an error and not an
 * empty place. `layouts/` and `partials/` are known under their path.
 */
export function loadPages(folder: string): Render {
  const handlebars = Handlebars.create();
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.hbs')) continue;
    const name = file.slice(0, -4).split(path.sep).join('/');
    const text = readFileSync(path.join(folder, file), 'utf8');
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
