// Cuts a style sheet down to the rules that can ever apply to our pages.

/**
 * The sheet without the selectors for which `keeps` is false, without the rules that then have none, and without the
 * @font-face rules for which `keepsFont` is false. `keeps` is asked for each single selector, `keepsFont` for a rule's
 * body. The order stays.
 */
export function trimCss(css, keeps, keepsFont) {
  let out = '';
  for (const { head, body } of rulesOf(css)) {
    if (body === null) out += `${head};`;
    else if (/^@(media|supports|layer)\b/.test(head)) {
      const inner = trimCss(body, keeps, keepsFont);
      if (inner !== '') out += `${head}{${inner}}`;
    } else if (head === '@font-face') out += keepsFont(body) ? `${head}{${body}}` : '';
    else if (head.startsWith('@')) out += `${head}{${body}}`;
    else {
      const kept = split(head, ',').filter(keeps);
      if (kept.length > 0) out += `${kept.join(',')}{${body}}`;
    }
  }
  return out;
}

// The rules of one level. Strings and bracketed parts are stepped over: data addresses hold braces and commas, too.
function* rulesOf(css) {
  const text = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  let from = 0;
  let depth = 0;
  let open = -1;
  for (let at = 0; at < text.length; at++) {
    at = skip(text, at);
    if (text[at] === '{' && depth++ === 0) open = at;
    else if (text[at] === '}' && --depth === 0) {
      yield { head: text.slice(from, open).trim(), body: text.slice(open + 1, at) };
      from = at + 1;
    } else if (text[at] === ';' && depth === 0) {
      yield { head: text.slice(from, at).trim(), body: null };
      from = at + 1;
    }
  }
}

function split(text, by) {
  const parts = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    at = skip(text, at);
    if (text[at] !== by) continue;
    parts.push(text.slice(from, at).trim());
    from = at + 1;
  }
  return [...parts, text.slice(from).trim()];
}

// From a quote or an opening bracket to the sign that closes it; elsewhere it stays where it is.
function skip(text, at) {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    let end = at + 1;
    while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
    return end;
  }
  if (quote !== '(') return at;
  let end = at + 1;
  while (end < text.length && text[end] !== ')') end = skip(text, end) + 1;
  return end;
}
