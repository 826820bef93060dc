// The answer is a whole page: its content takes the place of this one's. A visit that is being written down stays as
// it is meanwhile, with whatever was typed and chosen in it.

export type Enhance = (root: ParentNode) => void;

const VISIT = '#visit';
let kept: HTMLFormElement | null = null;

/** Shows an answered page; `sent` is the form that it answers, null when something was only looked up. */
export function show(html: string, url: string, sent: HTMLFormElement | null, enhance: Enhance): void {
  const answered = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
  const main = document.querySelector('main');
  if (!answered || !main) {
    location.assign(url);
    return;
  }
  const written = main.querySelector<HTMLFormElement>(VISIT) ?? kept;
  main.replaceWith(answered);
  if (new URL(url).pathname === location.pathname) history.replaceState(null, '', new URL(url).pathname);
  enhance(answered);
  const told = answered.querySelector<HTMLElement>('[role="alert"]:not([hidden]), [role="status"].flash');
  keepWriting(answered, sent === written ? null : written);
  const place = told ?? answered.querySelector<HTMLElement>(new URL(url).hash || 'h1');
  place?.focus();
  place?.scrollIntoView({ block: 'nearest' });
}

function keepWriting(answered: Element, written: HTMLFormElement | null): void {
  const fresh = answered.querySelector<HTMLFormElement>(VISIT);
  if (fresh && written && fresh.action === written.action) fresh.replaceWith(written);
  kept = fresh ? null : written;
}
