import * as say from '../words/index.ts';
import { othersOf, putBack } from './others.ts';
import { notice } from './save.ts';
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

/** Ticks of steps are saved as they are set; the focus stays where it was. */
export function enhanceSteps(root: ParentNode, enhance: Enhance): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('[data-step]')) {
    form.addEventListener('change', async () => {
      const tick = form.querySelector<HTMLInputElement>('.tick');
      const answer = await ask(form.action, contentOf(form));
      if (answer && (answer.ok || answer.status === 409)) {
        const others = othersOf(form);
        show(await answer.text(), answer.url, null, (root) => {
          enhance(root);
          putBack(root, others);
        });
        if (answer.ok && tick) document.getElementById(tick.id)?.focus();
      } else if (tick) {
        tick.checked = !tick.checked;
        form.append(paragraph(say.script.crisis.stepNotSaved));
      }
    });
  }
}

/** The end of a crisis leads to another page: a report that is half written is asked about before, once. */
export function enhanceEnd(root: ParentNode): void {
  const form = root.querySelector<HTMLFormElement>('[data-ends]');
  form?.addEventListener('submit', (event) => {
    const [report] = othersOf(form).written;
    const isAdding = (event.submitter as HTMLButtonElement | null)?.name === 'add';
    if (isAdding || !report || form.dataset.asked) return;
    event.preventDefault();
    event.stopPropagation();
    form.dataset.asked = 'yes';
    notice(form, say.script.crisis.reportWaits(wordsOf(report), wordsOf(form)));
  });
}

const wordsOf = (form: HTMLFormElement) => form.querySelector('[data-submit]')?.textContent.trim() ?? '';
