// The answer is a whole page: its content takes the place of this one's. A visit that is being written down stays as
// it is meanwhile, with whatever was typed and chosen in it.

import { beginning } from './quick.ts';

export type Enhance = (root: ParentNode) => void;

const VISIT = '#visit';
let kept: HTMLFormElement | null = null;

/** Shows an answered page; `sent` is the form that it answers, null when something was only looked up. */
export function show(html: string, url: string, sent: HTMLFormElement | null, enhance: Enhance): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const answered = page.querySelector('main');
  const main = document.querySelector('main');
  if (!answered || !main) {
    location.assign(url);
    return;
  }
  const written = main.querySelector<HTMLFormElement>(VISIT) ?? kept;
  main.replaceWith(answered);
  if (sent?.matches('[data-goes-on]')) goOn(page, url);
  else if (new URL(url).pathname === location.pathname) history.replaceState(null, '', new URL(url).pathname);
  enhance(answered);
  const told = answered.querySelector<HTMLElement>('[role="alert"]:not([hidden]), [role="status"].flash');
  keepWriting(answered, sent === written ? null : written);
  const place = beginning(answered) ?? told ?? answered.querySelector<HTMLElement>(new URL(url).hash || 'h1');
  place?.focus();
  place?.scrollIntoView({ block: 'nearest' });
  if (told && told !== place) say(told);
}

// What is not focused is read out when it changes.
function say(told: HTMLElement): void {
  const words = told.textContent;
  told.textContent = '';
  setTimeout(() => {
    told.textContent = words;
  }, 100);
}

// Saving led to another page, which is where one is now: a reload has to show that one. An answer that leads nowhere says
// nothing of what was done.
function goOn(page: Document, url: string): void {
  const address = new URL(url);
  if (!address.searchParams.has('done')) return;
  address.searchParams.delete('done');
  history.replaceState(null, '', `${address.pathname}${address.search}`);
  document.title = page.title;
}

function keepWriting(answered: Element, written: HTMLFormElement | null): void {
  const fresh = answered.querySelector<HTMLFormElement>(VISIT);
  if (fresh && written && fresh.action === written.action) fresh.replaceWith(written);
  kept = fresh ? null : written;
}
