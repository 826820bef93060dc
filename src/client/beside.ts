import * as say from '../words/index.ts';
import { mayLeave } from './leave.ts';
import { notice } from './save.ts';
import { ask, contentOf } from './send.ts';
import { type Enhance, show } from './show.ts';

// What is looked up while a visit is being written down (older visits, a restricted note, and the way back) does not
// cost what was typed.

/** Takes over links and forms that are marked `data-beside`. */
export function lookBeside(enhance: Enhance): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-beside]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!mayLeave(link)) return;
    void open(link.href, undefined, enhance, () => location.assign(link.href));
  });
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-beside]')) return;
    event.preventDefault();
    void open(form.action, contentOf(form), enhance, () => form.submit());
  });
}

// Which was asked for last: an earlier answer that comes after it is shown to nobody.
let latest = 0;

async function open(
  address: string,
  body: URLSearchParams | undefined,
  enhance: Enhance,
  plainly: () => void,
): Promise<void> {
  latest += 1;
  const own = latest;
  const answer = await ask(address, body);
  const html = answer?.ok ? await answer.text() : undefined;
  if (own !== latest) return;
  if (html !== undefined) return show(html, address, null, enhance);
  const visit = document.querySelector<HTMLFormElement>('#visit');
  if (answer === undefined && visit) notice(visit, say.script.notOpened);
  else plainly();
}
