import * as say from '../words/index.ts';
import { wordsOf } from './draft-words.ts';
import { ask, contentOf } from './send.ts';

// The visit that is being written is kept on the server: after two seconds of quiet, on leaving a field, and when the page
// goes out of sight or is left. Nothing of it is ever put into the browser's own storage.

const QUIET_MS = 2000;
const AGAIN_MS = 15_000;
/** More than a draft holds. */
const MOST_TEXT = 160_000;
/** Belongs to the sending, or says whom to look for. */
const NOT_SAID = ['token', 'draft_revision', 'draft_page', 'draft_step', 'timer_seen', 'form_key', 'q', 'homeroom'];

/** A timer as the server has it. */
export interface TimerFacts {
  running: boolean;
  /** When it was last set going again; '' never. */
  seen: string;
  seconds?: number;
  date: string;
  start: string;
  end?: string;
  minutes?: string;
}

/** What the server answers to the script. */
export interface Answer {
  text: string;
  revision?: number;
  /** The text was not kept: this sending of the page stands there. */
  step?: number;
  at?: string;
  timer?: TimerFacts | null;
  /** Something else stands there: what to save over when one's own is to stay. */
  keep?: { revision: number };
  openUrl?: string;
}

export interface Keeper {
  /** Sends the form to an address of its draft; undefined when that could not be done, and then it was said. */
  press(address: string): Promise<Answer | undefined>;
}

const keepers = new WeakMap<HTMLFormElement, Keeper>();

export const keeperOf = (form: HTMLFormElement): Keeper | undefined => keepers.get(form);

export function enhanceDraft(root: ParentNode): void {
  const form = root.querySelector<HTMLFormElement>('#visit');
  const button = form?.querySelector<HTMLButtonElement>('[data-save-draft]');
  if (form && button && !keepers.has(form)) keepers.set(form, keep(form, button));
}

function keep(form: HTMLFormElement, button: HTMLButtonElement): Keeper {
  const revision = form.elements.namedItem('draft_revision') as HTMLInputElement;
  const step = form.elements.namedItem('draft_step') as HTMLInputElement;
  const words = wordsOf(form);
  // What the server looked up for the form is as good as typed.
  const isUnkept = form.dataset.unkept !== undefined;
  let last = isUnkept ? '' : said(form);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  // While a choice is open nothing is saved by itself: it would be the same question again.
  let asking = false;
  // What was sent last, until it is answered; `lasting`: the page may be gone meanwhile.
  let onWay: { content: string; lasting: boolean } | undefined;

  const send = async (address: string, lasting = false): Promise<Answer | undefined> => {
    const content = said(form);
    const sent = { content, lasting };
    onWay = sent;
    // What is sent on leaving may come before what is still on its way: the later one counts.
    step.value = String(Number(step.value) + 1);
    const body = contentOf(form);
    body.set('script', '1');
    shorten(body);
    const answer = await ask(address, body, undefined, lasting);
    if (onWay === sent) onWay = undefined;
    // The visit was saved meanwhile, and its page is another one.
    if (!form.isConnected) return undefined;
    const told = await factsOf(answer);
    if (!told) {
      words.failed(failureOf(answer));
      waiting = setTimeout(() => void soon(), AGAIN_MS);
      return undefined;
    }
    if (told.revision !== undefined) {
      revision.value = String(told.revision);
      asking = false;
      // A reload is to show this draft. Its address holds the form's key and nothing else.
      if (form.dataset.draftUrl) history.replaceState(history.state, '', form.dataset.draftUrl);
      if (told.step === undefined) {
        last = content;
        words.saved(told.at ?? '', address !== button.formAction);
        // More was typed while this was on its way.
        if (said(form) !== last) wait();
      } else if (told.step > Number(step.value)) {
        // The page was drawn anew and counts from before what it had sent: what stands here goes once more.
        step.value = String(told.step);
        void soon(true);
      }
    } else if (told.keep) {
      asking = true;
      const over = String(told.keep.revision);
      words.choice(told, () => {
        revision.value = over;
        asking = false;
        void soon(true);
      });
    } else {
      words.failed(told.text);
    }
    return told;
  };
  // One at a time, in their order.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next;
    return next;
  };
  const soon = (always = false) => {
    clearTimeout(waiting);
    return inTurn(async () => {
      if (!form.isConnected || form.dataset.sending) return;
      if (always || (!asking && said(form) !== last)) await send(button.formAction);
      else if (!asking) words.unchanged();
    });
  };
  const wait = () => {
    clearTimeout(waiting);
    if (!asking) words.saving();
    waiting = setTimeout(() => void soon(), QUIET_MS);
  };
  // The page may be gone before an answer is there: what is not kept yet goes at once, beside what is on its way.
  const leave = () => {
    const content = said(form);
    const isKept = onWay ? onWay.lasting && onWay.content === content : content === last;
    if (!form.isConnected || form.dataset.sending || asking || isKept) return;
    clearTimeout(waiting);
    void send(button.formAction, true);
  };
  form.addEventListener('input', wait);
  if (isUnkept) wait();
  for (const left of ['change', 'focusout']) form.addEventListener(left, () => void soon());
  form.addEventListener('submit', () => clearTimeout(waiting));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
  });
  window.addEventListener('pagehide', leave);
  button.addEventListener('click', (event) => {
    event.preventDefault();
    void soon(true);
  });
  return {
    press: (address) => {
      clearTimeout(waiting);
      return inTurn(() => send(address));
    },
  };
}

// What was typed and chosen, without what only belongs to the sending.
function said(form: HTMLFormElement): string {
  const content = contentOf(form);
  for (const name of NOT_SAID) content.delete(name);
  return content.toString();
}

// What is too long to be kept is too long to be sent: the server says so of its beginning, too, and marks the draft.
function shorten(body: URLSearchParams): void {
  for (const [name, value] of [...body]) if (value.length > MOST_TEXT) body.set(name, value.slice(0, MOST_TEXT));
}

async function factsOf(answer: Response | undefined): Promise<Answer | undefined> {
  if (!answer || (!answer.ok && answer.status !== 409)) return undefined;
  if (!answer.headers.get('content-type')?.includes('json')) return undefined;
  return (await answer.json()) as Answer;
}

function failureOf(answer: Response | undefined): string {
  if (!answer) return say.script.draft.away;
  return answer.status === 401 ? say.script.draft.sessionEnded : say.script.draft.failed;
}
