import { elapsedText, minutesOf, pressChip, stopTimer, type Times, toMinutes, toText } from './time.ts';

// The time widget: a timer to start and stop, numbers to press, times to type; the three always agree.

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
  const write = (times: Times) => {
    for (const name of ['start', 'end', 'minutes'] as const) field(name).value = times[name];
    for (const chip of place.querySelectorAll<HTMLElement>('[data-chip]'))
      chip.setAttribute('aria-pressed', String(chip.dataset.chip === times.minutes));
  };
  for (const name of ['start', 'end']) {
    field(name).addEventListener('change', () => {
      const times = read();
      write({ ...times, minutes: minutesOf(times) });
    });
  }
  // Minutes that are typed decide: an end that no longer fits goes with them.
  field('minutes').addEventListener('input', () => {
    const times = read();
    const start = toMinutes(times.start);
    const length = Number(times.minutes);
    const fits = start !== null && Number.isInteger(length) && length > 0 && start + length < 1440;
    write({ ...times, end: times.end === '' ? '' : fits ? toText((start as number) + length) : '' });
  });
  const timer = enhanceTimer(place, read, write);
  place.addEventListener('click', (event) => {
    const chip = (event.target as Element).closest<HTMLElement>('[data-chip]');
    if (!chip) return;
    timer.drop();
    const clock = schoolClock();
    write(pressChip(read(), Number(chip.dataset.chip), clock.minutes, field('date').value === clock.date));
  });
  // Saving ends the visit: a timer that still runs stops, and what it measured is sent. Times typed meanwhile stay.
  form.addEventListener('submit', () => {
    const { end, minutes } = read();
    if (end === '' && minutes === '') timer.stop();
    else timer.drop();
  });
}

interface Timer {
  /** Stops and fills in the end and the minutes; nothing when it does not run. */
  stop(): void;
  /** Stops and leaves the times alone: somebody said them in another way. */
  drop(): void;
}

function enhanceTimer(place: HTMLElement, read: () => Times, write: (times: Times) => void): Timer {
  const button = place.querySelector<HTMLButtonElement>('[data-timer]');
  const elapsed = place.querySelector<HTMLElement>('[data-elapsed]');
  const said = place.querySelector<HTMLElement>('[data-timer-said]');
  let started: number | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    if (!elapsed?.isConnected || started === undefined) clearInterval(ticking);
    else elapsed.textContent = elapsedText(Math.floor((Date.now() - started) / 1000));
  };
  // The running seconds are not read out, only that it started and that it stopped.
  const draw = (words: string) => {
    if (elapsed) elapsed.hidden = started === undefined;
    if (button) button.textContent = started === undefined ? 'Start timer' : 'Stop timer';
    if (said) said.textContent = words;
    tick();
  };
  const drop = () => {
    if (started === undefined) return;
    started = undefined;
    draw('Timer stopped');
  };
  const stop = () => {
    if (started === undefined) return;
    const minutes = Math.max(1, Math.round((Date.now() - started) / 60_000));
    started = undefined;
    const times = stopTimer(read(), minutes);
    write(times);
    draw(`Timer stopped after ${times.minutes} ${times.minutes === '1' ? 'minute' : 'minutes'}`);
  };
  button?.addEventListener('click', () => {
    if (started !== undefined) return stop();
    started = Date.now();
    write({ start: toText(schoolClock().minutes), end: '', minutes: '' });
    ticking = setInterval(tick, 1000);
    draw('Timer started');
  });
  return { stop, drop };
}
