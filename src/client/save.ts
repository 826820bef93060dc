import { isFramed, signInAgain } from './frame.ts';

// A form is sent without leaving the page, so that nothing typed can be lost: when the session is over it signs in again
// and sends the same form, when the network is away it says so and waits. The form's key makes sure that it is saved once.

const AWAY =
  'Not saved yet: the network or the service cannot be reached. What you typed is kept; press Save visit again in a moment.';
const FAILED =
  'Not saved yet: the service could not save right now. What you typed is kept; press Save visit again in a moment.';
const SIGNING_IN = 'Signing you in again. What you typed is kept.';
const SIGN_IN = 'Your session has ended. What you typed is kept.';
const OTHER_PERSON =
  'Not saved: this form was opened by somebody else, or too long ago. Copy what you need and open the page again.';
const TOO_LARGE =
  'Not saved yet: this is too much text. What you typed is kept; shorten it and press Save visit again.';

type Enhance = (root: ParentNode) => void;

/** Takes over every form that is marked for it, on this page and on those that follow. */
export function savePages(enhance: Enhance): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (!form.matches('[data-save]') || button?.name === 'add') return;
    event.preventDefault();
    void save(form, enhance);
  });
  document.addEventListener('keydown', (event) => {
    const form = (event.target as Element | null)?.closest?.('form[data-save]') as HTMLFormElement | null;
    if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

async function save(form: HTMLFormElement, enhance: Enhance): Promise<void> {
  if (form.dataset.sending) return;
  form.dataset.sending = 'yes';
  const button = form.querySelector<HTMLButtonElement>('[data-submit]');
  if (button) button.disabled = true;
  try {
    await sendUntilAnswered(form, enhance);
  } finally {
    delete form.dataset.sending;
    if (button) button.disabled = false;
  }
}

async function sendUntilAnswered(form: HTMLFormElement, enhance: Enhance): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send(form);
    if (answer?.status === 401 && attempt === 1 && isFramed) {
      notice(form, SIGNING_IN);
      if (await signInAgain()) continue;
    }
    if (answer === undefined) return notice(form, AWAY);
    if (answer.status === 401) return notice(form, SIGN_IN, true);
    if (answer.status === 403) return notice(form, OTHER_PERSON);
    if (answer.status === 413) return notice(form, TOO_LARGE);
    if (!answer.ok && answer.status !== 422 && answer.status !== 409) return notice(form, FAILED);
    return show(await answer.text(), answer.url, enhance);
  }
}

async function send(form: HTMLFormElement): Promise<Response | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  try {
    return await fetch(form.action, {
      method: 'POST',
      body,
      headers: { 'X-Requested-With': 'ssp' },
      credentials: 'same-origin',
    });
  } catch {
    return undefined;
  }
}

/** What is said above the form while it waits; the form itself stays as it is. */
function notice(form: HTMLFormElement, text: string, withSignIn = false): void {
  const place = form.querySelector<HTMLElement>('[data-notice]');
  if (!place) return;
  place.replaceChildren(text);
  if (withSignIn) {
    const link = Object.assign(document.createElement('a'), {
      href: '/enter?after=signed-in',
      target: '_blank',
      rel: 'noopener',
      textContent: 'Sign in again',
    });
    place.append(' ', link, ' in a new tab, then press Save visit.');
  }
  place.hidden = false;
  place.setAttribute('role', 'alert');
  place.scrollIntoView({ block: 'nearest' });
}

// The answer is a whole page: its content takes the place of this one's, and what matters in it is read out.
function show(html: string, url: string, enhance: Enhance): void {
  const answered = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
  const main = document.querySelector('main');
  if (!answered || !main) {
    location.assign(url);
    return;
  }
  main.replaceWith(answered);
  if (new URL(url).pathname === location.pathname) history.replaceState(null, '', new URL(url).pathname);
  enhance(answered);
  const told = answered.querySelector<HTMLElement>('[role="alert"]:not([hidden]), [role="status"].flash');
  told?.focus();
  told?.scrollIntoView({ block: 'nearest' });
}
