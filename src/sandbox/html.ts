// HTML as a template that escapes what is put in; only what went through `html` or `raw` is taken as it is.

export interface Html {
  readonly html: string;
}

type Piece = Html | string | number | undefined | false | readonly Piece[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe for an element's content and for a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Marks text as HTML already; never for what came from outside. */
export const raw = (text: string): Html => ({ html: text });

function toText(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (Array.isArray(piece)) return piece.map(toText).join('');
  if (typeof piece === 'object') return (piece as Html).html;
  return escapeHtml(String(piece));
}

export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return raw(parts.reduce((text, part, i) => text + toText(pieces[i - 1]) + part));
}
