import * as say from '../words/index.ts';
import { notice } from './save.ts';
import { contentOf } from './send.ts';

// A form that is not kept on the server while one types (a visit that is put right) asks before it is left with something
// changed in it.

const GUARDED = 'form[data-ask-before]';
const begun = new WeakMap<HTMLFormElement, string>();

const said = (form: HTMLFormElement) => contentOf(form).toString();

export function guardForm(root: ParentNode): void {
  // One that came back, because something is to be mended, was changed before.
  for (const form of root.querySelectorAll<HTMLFormElement>(GUARDED))
    begun.set(form, form.dataset.askBefore === 'changed' ? '' : said(form));
}

/** Forms in which something was typed that was not sent yet. */
export function changedForms(): HTMLFormElement[] {
  const forms = [...document.querySelectorAll<HTMLFormElement>(GUARDED)];
  return forms.filter((form) => !form.dataset.sending && said(form) !== begun.get(form));
}

/** The browser asks when the page is left; the words are its own. */
export function askBeforeLeaving(): void {
  let sent: EventTarget | null = null;
  // After all others: a form that nobody took over is sent by the browser, which leaves the page with what was typed.
  window.addEventListener('submit', (event) => {
    if (!event.defaultPrevented) sent = event.target;
  });
  window.addEventListener('beforeunload', (event) => {
    if (changedForms().some((form) => form !== sent)) event.preventDefault();
  });
}

/** May this link be followed? The first press says what would be lost. */
export function mayLeave(link: HTMLAnchorElement): boolean {
  const [form] = changedForms();
  if (!form || link.dataset.asked) return true;
  link.dataset.asked = 'yes';
  notice(form, say.script.leave(link.textContent.trim()));
  return false;
}
