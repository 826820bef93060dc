import { escapeHtml } from './html.ts';

// Just the PS-HTML that our pages use. What it does not know is an error, never dropped: a tag that silently vanishes
// here would be a tag that nobody noticed until it stood on a district's page.

export type PageAccess = 'none' | 'view' | 'modify';

/** What a page can ask for. Every lookup answers `undefined` for a name it does not know. */
export interface PsScope {
  /** `~[wc:name]`: `source` is PS-HTML itself and is evaluated in turn, `html` is put in as it is. */
  wildcard(name: string): { source: string } | { html: string } | undefined;
  /** `~(name)`, escaped when put in. */
  value(name: string): string | undefined;
  /** `~[x:name]`, escaped when put in. */
  extended(name: string): string | undefined;
  /** `~[text:key]`, put in as it is, as the SIS does. */
  message(key: string): string | undefined;
  /** What the reader's security group may do with the page at this path. */
  access(path: string): PageAccess;
}

export class PsHtmlError extends Error {
  readonly page: string;
  readonly tag: string;

  constructor(page: string, tag: string, fault: string) {
    super(`${page}: ${tag} ${fault}`);
    this.name = 'PsHtmlError';
    this.page = page;
    this.tag = tag;
  }
}

interface OpenIf {
  tag: string;
  label: string;
  holds: boolean;
  inElse: boolean;
}

const token = /~\(([^()]*)\)|~\[([^[\]]*)\]|\[(else|\/if)(#[\w-]+)?\]/g;
const openingIf = /^if(#[\w-]+)?\.(.*)$/s;
const DEEPEST = 8;

/** Evaluates `source`; `page` names it in errors. Throws PsHtmlError for an unknown tag and for unbalanced ifs. */
export function renderPsHtml(page: string, source: string, scope: PsScope, depth = 0): string {
  if (depth > DEEPEST) throw new PsHtmlError(page, '~[wc:…]', 'includes itself');
  const open: OpenIf[] = [];
  let output = '';
  let end = 0;

  const put = (text: string) => {
    if (open.every((branch) => branch.holds !== branch.inElse)) output += text;
  };
  const literal = (text: string) => {
    const stray = text.match(/~[[(].{0,30}/);
    if (stray) throw new PsHtmlError(page, stray[0], 'is not closed, or has a bracket inside');
    put(text);
  };
  const innermost = (tag: string, label: string) => {
    const branch = open.at(-1);
    if (!branch) throw new PsHtmlError(page, tag, 'has no ~[if…] before it');
    if (branch.label !== label) throw new PsHtmlError(page, tag, `does not belong to ${branch.tag}`);
    return branch;
  };

  for (const match of source.matchAll(token)) {
    const [tag, value, bracket, word, label = ''] = match;
    literal(source.slice(end, match.index));
    end = match.index + tag.length;
    if (word === 'else') {
      const branch = innermost(tag, label);
      if (branch.inElse) throw new PsHtmlError(page, tag, 'is the second one');
      branch.inElse = true;
    } else if (word) {
      innermost(tag, label);
      open.pop();
    } else {
      const condition = bracket?.match(openingIf);
      // Evaluated in a closed branch too, so that its unknown tags are found whoever looks at the page.
      if (!condition)
        put(
          value === undefined
            ? bracketTag(page, tag, bracket ?? '', scope, depth)
            : known(page, tag, scope.value(value)),
        );
      else
        open.push({
          tag,
          label: condition[1] ?? '',
          holds: holds(page, tag, condition[2] ?? '', scope),
          inElse: false,
        });
    }
  }
  literal(source.slice(end));
  const unclosed = open.at(-1);
  if (unclosed) throw new PsHtmlError(page, unclosed.tag, 'has no [/if]');
  return output;
}

function known(page: string, tag: string, text: string | undefined): string {
  if (text === undefined) throw new PsHtmlError(page, tag, 'is not known here');
  return escapeHtml(text);
}

function bracketTag(page: string, tag: string, body: string, scope: PsScope, depth: number): string {
  const colon = body.indexOf(':');
  const name = body.slice(colon + 1);
  switch (body.slice(0, colon)) {
    case 'x':
      return known(page, tag, scope.extended(name));
    case 'text': {
      const message = scope.message(name);
      if (message === undefined) throw new PsHtmlError(page, tag, 'is not in MessageKeys');
      return message;
    }
    case 'wc': {
      const found = scope.wildcard(name);
      if (!found) throw new PsHtmlError(page, tag, 'is not known here');
      return 'html' in found ? found.html : renderPsHtml(`wildcards/${name}.txt`, found.source, scope, depth + 1);
    }
    default:
      throw new PsHtmlError(page, tag, 'is not known here');
  }
}

function holds(page: string, tag: string, condition: string, scope: PsScope): boolean {
  const [test, path = ''] = condition.split('=');
  if (path.startsWith('/') && test === 'security.pageviewormod') return scope.access(path) !== 'none';
  if (path.startsWith('/') && test === 'security.pagenone') return scope.access(path) === 'none';
  throw new PsHtmlError(page, tag, 'asks something that is not known here');
}
