import * as say from '../words/index.ts';
import { AMONG_OTHERS, focusAgain, othersOf, putBack } from './others.ts';
import { ask, contentOf } from './send.ts';
import { type Enhance, show } from './show.ts';

// A form is sent without leaving the page, so that nothing typed can be lost: when the session is over it signs in again
// and sends the same form, when the network is away it says so and waits. The form's key makes sure that it is saved once.

/** Takes over every form that is marked for it, on this page and on those that follow. */
export function savePages(enhance: Enhance): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (!form.matches('[data-save]') || (button?.name === 'add' && !form.matches(AMONG_OTHERS))) return;
    event.preventDefault();
    void save(form, button, enhance);
  });
  document.addEventListener('keydown', (event) => {
    const target = event.target as Element;
    const form = target.closest<HTMLFormElement>('form[data-save]');
    if (!form || event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector<HTMLElement>('[data-submit]'));
    } else if (form.matches('#visit, #change') && target instanceof HTMLInputElement) {
      // Enter ends a field. Only the button, or Ctrl and Enter, ends a visit.
      event.preventDefault();
    }
  });
}

async function save(form: HTMLFormElement, pressed: HTMLButtonElement | null, enhance: Enhance): Promise<void> {
  if (form.dataset.sending) return;
  form.dataset.sending = 'yes';
  const button = form.querySelector<HTMLButtonElement>('[data-submit]') ?? pressed;
  // Not `disabled`: whoever came here by keyboard would be thrown out of the form.
  button?.setAttribute('aria-disabled', 'true');
  try {
    await send(form, pressed, button?.textContent ?? '', enhance);
  } finally {
    delete form.dataset.sending;
    button?.removeAttribute('aria-disabled');
  }
}

// Some buttons send the form elsewhere.
const addressOf = (form: HTMLFormElement, pressed: HTMLButtonElement | null) =>
  pressed?.hasAttribute('formaction') ? pressed.formAction : form.action;

async function send(
  form: HTMLFormElement,
  pressed: HTMLButtonElement | null,
  button: string,
  enhance: Enhance,
): Promise<void> {
  const answer = await ask(addressOf(form, pressed), contentOf(form, pressed), () =>
    notice(form, say.script.save.signingIn),
  );
  if (answer === undefined) return notice(form, say.script.save.away(button));
  if (answer.status === 401) return notice(form, say.script.save.sessionEnded, button);
  if (answer.status === 403) return notice(form, say.script.save.otherPerson);
  if (answer.status === 413) return notice(form, say.script.save.tooLong(button));
  if (!answer.ok && answer.status !== 422 && answer.status !== 409) return notice(form, say.script.save.failed(button));
  const others = form.matches(AMONG_OTHERS) ? othersOf(form) : undefined;
  show(await answer.text(), answer.url, form, (root) => {
    enhance(root);
    if (others) putBack(root, others);
  });
  if (others && answer.ok && pressed && pressed.name !== 'add') focusAgain(form, pressed);
}

/** What is said above a form while it waits; the form itself stays as it is. `button` adds how to sign in. */
export function notice(form: HTMLFormElement, text: string, button?: string): void {
  const place = form.querySelector<HTMLElement>('[data-notice]') ?? noticePlace(form);
  place.replaceChildren(text);
  if (button !== undefined) {
    const link = Object.assign(document.createElement('a'), {
      href: '/enter?after=signed-in',
      target: '_blank',
      rel: 'noopener',
      textContent: say.script.save.signInAgain,
    });
    place.append(' ', link, ` ${say.script.save.inNewTab(button)}`);
  }
  place.hidden = false;
  place.setAttribute('role', 'alert');
  place.scrollIntoView({ block: 'nearest' });
}

function noticePlace(form: HTMLFormElement): HTMLElement {
  const place = Object.assign(document.createElement('div'), { className: 'notice' });
  place.dataset.notice = '';
  form.prepend(place);
  return place;
}
