import * as say from '../words/index.ts';
import { ask } from './send.ts';

// Two minutes before the session ends it says so, beside whatever one was last busy with, and one key keeps it. Whoever
// types is here, and is not asked.

const WARN_SECONDS = 120;
const KEY = 'F2';

interface Left {
  left: number;
  isLast: boolean;
}

let typed = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let banner: HTMLElement | undefined;

/** Watches over the session of the page. */
export function watchSession(): void {
  const left = Number(document.body.dataset.sessionLeft);
  if (!document.body.dataset.token || !Number.isFinite(left)) return;
  document.addEventListener('input', () => {
    typed = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== KEY || !banner?.querySelector('button')) return;
    event.preventDefault();
    void stay();
  });
  // A computer that slept has lost its timers.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && banner === undefined) void look();
  });
  wait(left);
}

function wait(left: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void look(), Math.max(1, left - WARN_SECONDS) * 1000);
}

// Asking does not keep the session alive; another tab or a draft may have done so since.
async function look(): Promise<void> {
  const answer = await ask('/session');
  if (answer?.status === 401) return ended();
  const found = answer?.ok ? ((await answer.json()) as Left | null) : undefined;
  if (!found) return wait(WARN_SECONDS + 30);
  if (found.left > WARN_SECONDS) {
    hide();
    return wait(found.left);
  }
  if (typed && !found.isLast) return stay();
  warn(found);
}

async function stay(): Promise<void> {
  typed = false;
  const answer = await ask('/session/stay', new URLSearchParams({ token: document.body.dataset.token ?? '' }));
  if (answer?.status === 401) return ended();
  const found = answer?.ok ? ((await answer.json()) as Left | null) : undefined;
  if (!found) return tell(say.script.stay.away, true);
  if (banner) tell(say.script.stay.stayed, false);
  setTimeout(hide, 4000);
  wait(found.left);
}

function warn({ left, isLast }: Left): void {
  const minutes = Math.max(1, Math.round(left / 60));
  if (isLast) tell(say.script.stay.lastEndsIn(minutes), false);
  else tell(say.script.stay.endsIn(minutes, KEY), true);
  clearTimeout(timer);
  timer = setTimeout(() => void look(), (left + 1) * 1000);
}

function ended(): void {
  if (banner) tell(say.script.stay.ended, false);
}

// Beside the field that was used last: in the SIS's frame the top of the page may be far away. The focus stays.
function tell(text: string, withButton: boolean): void {
  const busy = document.activeElement?.closest<HTMLElement>('form .row, form .field, form');
  const place = banner?.isConnected ? banner : document.createElement('div');
  if (place !== banner) {
    place.className = 'stay no-print';
    place.setAttribute('role', 'alert');
    if (busy) busy.after(place);
    else document.querySelector('main')?.prepend(place);
    banner = place;
  }
  place.replaceChildren(text);
  if (!withButton) return;
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: say.script.stay.stay });
  button.className = 'usa-button usa-button--outline';
  button.addEventListener('click', () => void stay());
  place.append(button);
}

function hide(): void {
  banner?.remove();
  banner = undefined;
}
