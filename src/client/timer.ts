import * as say from '../words/index.ts';
import { keeperOf, type TimerFacts } from './draft.ts';
import { notice } from './save.ts';
import { elapsedText, endOf, minutesOf, pressChip, type Times, toText } from './time.ts';

// The time widget: a timer to start and stop, numbers to press, times to type; the three always agree. The timer itself
// runs on the server, so that a reload and a second device show the same one.

// The schools' clock counts, whatever zone this computer believes to be in.
function schoolClock(): { minutes: number; date: string } {
  const timeZone = document.body.dataset.timeZone;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const part = (type: string) => format.formatToParts(new Date()).find((one) => one.type === type)?.value ?? '';
  return {
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
    date: `${part('year')}-${part('month')}-${part('day')}`,
  };
}

export function enhanceTimes(root: ParentNode): void {
  const place = root.querySelector<HTMLElement>('[data-times]');
  const form = place?.closest('form');
  if (!place || !form) return;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const read = (): Times => ({ start: field('start').value, end: field('end').value, minutes: field('minutes').value });
  const day = () => ({ date: field('date').value, timeZone: document.body.dataset.timeZone as string });
  const write = (times: Times) => {
    for (const name of ['start', 'end', 'minutes'] as const) field(name).value = times[name];
    for (const chip of place.querySelectorAll<HTMLElement>('[data-chip]'))
      chip.setAttribute('aria-pressed', String(chip.dataset.chip === times.minutes));
  };
  for (const name of ['start', 'end']) {
    field(name).addEventListener('change', () => {
      const times = read();
      write({ ...times, minutes: minutesOf(times, day()) });
    });
  }
  // Minutes that are typed decide: an end that no longer fits goes with them.
  field('minutes').addEventListener('input', () => {
    const times = read();
    write({ ...times, end: times.end === '' ? '' : endOf(times, day()) });
  });
  const timer = enhanceTimer(place, form, (facts) => {
    field('date').value = facts.date;
    write({ start: facts.start, end: facts.end ?? '', minutes: facts.minutes ?? '' });
  });
  place.addEventListener('click', (event) => {
    const chip = (event.target as Element).closest<HTMLElement>('[data-chip]');
    if (!chip) return;
    const clock = schoolClock();
    write(pressChip(read(), Number(chip.dataset.chip), clock.minutes, field('date').value === clock.date));
    // A number that is pressed ends the visit: the timer stops, and its times give way.
    timer?.drop();
    // A field that the script fills says nothing by itself.
    field('minutes').dispatchEvent(new Event('change', { bubbles: true }));
  });
  form.addEventListener('change', () => timer?.askWhy({ date: field('date').value, ...read() }));
}

interface Timer {
  /** Stops it and leaves the times alone: somebody said them in another way. */
  drop(): void;
  /** Asks why, when the times are not those that were measured. */
  askWhy(times: Times & { date: string }): void;
}

function enhanceTimer(
  place: HTMLElement,
  form: HTMLFormElement,
  fill: (facts: Omit<TimerFacts, 'seen'>) => void,
): Timer | undefined {
  const box = place.querySelector<HTMLElement>('[data-timer-place]');
  const button = box?.querySelector<HTMLButtonElement>('[data-timer]');
  const elapsed = box?.querySelector<HTMLElement>('[data-elapsed]');
  const said = box?.querySelector<HTMLElement>('[data-timer-said]');
  const seen = box?.querySelector<HTMLInputElement>('[name=timer_seen]');
  if (!box || !button) return undefined;
  // How long it had run when the server said so, and when that was.
  let since: number | undefined;
  let measured = box.dataset.measured;
  let ticking: ReturnType<typeof setInterval> | undefined;
  const run = (seconds: number | undefined) => {
    clearInterval(ticking);
    // The clock of the day goes on while a laptop sleeps; performance.now() may stand still.
    since = seconds === undefined ? undefined : Date.now() - seconds * 1000;
    button.textContent = since === undefined ? say.script.timer.start : say.script.timer.stop;
    button.setAttribute('formaction', (since === undefined ? box.dataset.startUrl : box.dataset.stopUrl) ?? '');
    if (elapsed) elapsed.hidden = since === undefined;
    if (since === undefined) return;
    tick();
    ticking = setInterval(tick, 1000);
  };
  const tick = () => {
    if (!elapsed?.isConnected || since === undefined) clearInterval(ticking);
    else elapsed.textContent = elapsedText(Math.max(0, Math.floor((Date.now() - since) / 1000)));
  };
  const press = async (isFilling: boolean) => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    const wasRunning = since !== undefined;
    const answer = await keeperOf(form)?.press(button.formAction);
    button.removeAttribute('aria-disabled');
    if (!answer) return away(wasRunning);
    const facts = answer.timer;
    // The running seconds are not read out, only that it started and that it stopped.
    if (said) said.textContent = answer.text;
    if (!facts) return notice(form, answer.text);
    if (seen) seen.value = facts.seen;
    measured = facts.running ? undefined : [facts.date, facts.start, facts.end, facts.minutes].join(' ');
    run(facts.running ? (facts.seconds ?? 0) : undefined);
    if (isFilling) fill(facts);
    form.dispatchEvent(new Event('change'));
  };
  const away = (wasRunning: boolean) => {
    if (wasRunning) return notice(form, say.script.timer.notStopped);
    const { date, minutes } = schoolClock();
    fill({ running: false, date, start: toText(minutes) });
    notice(form, say.script.timer.notStarted);
  };
  button.addEventListener('click', (event) => {
    event.preventDefault();
    void press(true);
  });
  // Back from sleep or from another window the right time stands there at once.
  document.addEventListener('visibilitychange', tick);
  if (box.dataset.running === 'true') run(Number(box.dataset.seconds));
  return {
    drop: () => {
      if (since !== undefined) void press(false);
    },
    askWhy: ({ date, start, end, minutes }) => {
      const why = form.querySelector<HTMLElement>('[data-time-reason]');
      const isAsked = measured !== undefined && [date, start, end, minutes].join(' ') !== measured;
      const typed = (form.elements.namedItem('time_reason') as HTMLInputElement | null)?.value ?? '';
      if (why) why.hidden = !isAsked && typed === '';
    },
  };
}
