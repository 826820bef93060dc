import * as say from '../words/index.ts';
import { ask, contentOf } from './send.ts';
import { type Enhance, show } from './show.ts';

// Whoever is needed in a crisis sees it on the page that is open; and a step is saved by its tick.

const EVERY_MS = 20_000;

interface Call {
  id: number;
  text: string;
}

/** Asks now and then whether the person is needed. It says nothing about whether the person is still here. */
export function watchCalls(): void {
  const place = document.querySelector<HTMLElement>('[data-calls]');
  if (!place) return;
  const timer = setInterval(async () => {
    const answer = await quietly('/crisis/calls');
    // Signed out, or somebody else: this page asks no more.
    if (answer && (answer.status === 401 || answer.status === 403)) clearInterval(timer);
    if (!answer?.ok) return;
    const { calls, coming } = (await answer.json()) as { calls: Call[]; coming: Call[] };
    draw(place, calls);
    for (const { id, text } of coming) {
      const said = document.querySelector(`[data-coming="${id}"]`);
      if (said && said.textContent !== text) said.textContent = text;
    }
  }, EVERY_MS);
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    void answerCall(event.target as HTMLFormElement);
  });
}

async function quietly(address: string): Promise<Response | undefined> {
  try {
    return await fetch(address, { headers: { 'X-Requested-With': 'ssp' }, credentials: 'same-origin' });
  } catch {
    return undefined;
  }
}

// What is on the page already stays as it is: it would be read out again, and lose the focus.
function draw(place: HTMLElement, calls: Call[]): void {
  for (const shown of place.querySelectorAll<HTMLElement>('[data-call]'))
    if (!calls.some(({ id }) => String(id) === shown.dataset.call)) shown.remove();
  for (const { id, text } of calls) {
    if (place.querySelector(`[data-call="${id}"]`)) continue;
    const call = Object.assign(document.createElement('div'), { className: 'call' });
    call.dataset.call = String(id);
    const words = document.createElement('p');
    words.append(Object.assign(document.createElement('strong'), { textContent: text }));
    const form = Object.assign(document.createElement('form'), {
      method: 'post',
      action: `/crisis/calls/${id}/answer`,
    });
    const token = document.body.dataset.token ?? '';
    form.append(
      Object.assign(document.createElement('input'), { type: 'hidden', name: 'token', value: token }),
      Object.assign(document.createElement('button'), {
        className: 'usa-button',
        type: 'submit',
        textContent: say.script.crisis.answer,
      }),
    );
    call.append(words, form);
    place.append(call);
  }
}

// What is being written down stays on the page.
async function answerCall(form: HTMLFormElement): Promise<void> {
  const answer = await ask(form.action, contentOf(form));
  const call = form.closest('[data-call]');
  if (answer?.ok) call?.replaceChildren(paragraph(say.script.crisis.answered));
  else call?.append(paragraph(say.script.crisis.notAnswered));
}

const paragraph = (textContent: string) => Object.assign(document.createElement('p'), { textContent });

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const FIELDS = 'form[action] :is(input:not([type="hidden"], .tick), select, textarea)[name]';
const nameOf = (field: Field) => `${field.form?.getAttribute('action')} ${field.name}`;

/** A report or a follow-up that is half written while a step is ticked; and what was folded out for it. */
function beingTyped() {
  const values = new Map([...document.querySelectorAll<Field>(FIELDS)].map((field) => [nameOf(field), field.value]));
  const open = [...document.querySelectorAll('main details[open] > summary')].map((one) => one.textContent);
  return { values, open };
}

function putBack(root: ParentNode, { values, open }: ReturnType<typeof beingTyped>): void {
  for (const field of root.querySelectorAll<Field>(FIELDS)) field.value = values.get(nameOf(field)) ?? field.value;
  for (const summary of root.querySelectorAll('details > summary'))
    if (open.includes(summary.textContent)) summary.parentElement?.setAttribute('open', '');
}

/** Ticks of steps are saved as they are set; the focus stays where it was. */
export function enhanceSteps(root: ParentNode, enhance: Enhance): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('[data-step]')) {
    form.addEventListener('change', async () => {
      const tick = form.querySelector<HTMLInputElement>('.tick');
      const answer = await ask(form.action, contentOf(form));
      if (answer && (answer.ok || answer.status === 409)) {
        const typed = beingTyped();
        show(await answer.text(), answer.url, null, (root) => {
          putBack(root, typed);
          enhance(root);
        });
        if (answer.ok && tick) document.getElementById(tick.id)?.focus();
      } else if (tick) {
        tick.checked = !tick.checked;
        form.append(paragraph(say.script.crisis.stepNotSaved));
      }
    });
  }
}
