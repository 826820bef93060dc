// What a browser would send of a form that a page drew: its fields as they stand, and nothing that somebody made up.

const unescaped = (text: string): string =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_all, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
};
const has = (tag: string, name: string): boolean => new RegExp(`\\s${name}(?=[\\s>/=])`).test(tag);

const FIELD = /<input\b[^>]*>|<select\b[^>]*>[\s\S]*?<\/select>|<textarea\b[^>]*>[\s\S]*?<\/textarea>/g;

/** The fields of the form that goes to this address, by name; of several that bear one name, the last. */
export const drawnForm = (html: string, action: string): Record<string, string> =>
  Object.fromEntries(drawnFields(html, action));

/** The same, each field by itself and in the page's order. */
export function drawnFields(html: string, action: string): [string, string][] {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((one) => attribute(one.slice(0, one.indexOf('>') + 1), 'action') === action);
  if (form === undefined) throw new Error(`The page has no form for ${action}`);
  const fields: [string, string][] = [];
  for (const drawn of form.match(FIELD) ?? []) {
    const tag = drawn.slice(0, drawn.indexOf('>') + 1);
    const name = attribute(tag, 'name');
    if (name === undefined || has(tag, 'disabled')) continue;
    const value = sentOf(drawn, tag);
    if (value !== undefined) fields.push([name, value]);
  }
  return fields;
}

function sentOf(drawn: string, tag: string): string | undefined {
  if (tag.startsWith('<select')) {
    const options = drawn.match(/<option\b[^>]*>/g) ?? [];
    const chosen = options.find((option) => has(option, 'selected')) ?? options[0];
    return chosen && attribute(chosen, 'value');
  }
  if (tag.startsWith('<textarea'))
    return unescaped(drawn.slice(tag.length, -'</textarea>'.length)).replace(/^\r?\n/, '');
  const isTicked = attribute(tag, 'type') !== 'checkbox' || has(tag, 'checked');
  return isTicked ? (attribute(tag, 'value') ?? (attribute(tag, 'type') === 'checkbox' ? 'on' : '')) : undefined;
}
