import { elapsedText, minutesOf, pressChip, type Times, toMinutes, toText } from './time.ts';

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
  place.addEventListener('click', (event) => {
    const chip = (event.target as Element).closest<HTMLElement>('[data-chip]');
    if (chip)
      write(
        pressChip(read(), Number(chip.dataset.chip), schoolClock().minutes, field('date').value === schoolClock().date),
      );
  });
  enhanceTimer(place, read, write);
}

function enhanceTimer(place: HTMLElement, read: () => Times, write: (times: Times) => void): void {
  const button = place.querySelector<HTMLButtonElement>('[data-timer]');
  const elapsed = place.querySelector<HTMLElement>('[data-elapsed]');
  const said = place.querySelector<HTMLElement>('[data-timer-said]');
  if (!button || !elapsed || !said) return;
  let started: number | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    if (!elapsed.isConnected) clearInterval(ticking);
    elapsed.textContent = elapsedText(Math.floor((Date.now() - (started ?? Date.now())) / 1000));
  };
  button.addEventListener('click', () => {
    if (started === undefined) {
      started = Date.now();
      write({ start: toText(schoolClock().minutes), end: '', minutes: '' });
      ticking = setInterval(tick, 1000);
      tick();
      said.textContent = 'Timer started';
    } else {
      clearInterval(ticking);
      const minutes = Math.max(1, Math.round((Date.now() - started) / 60_000));
      started = undefined;
      write(stopped(read(), minutes));
      said.textContent = `Timer stopped after ${minutes} minutes`;
    }
    const running = started !== undefined;
    elapsed.hidden = !running;
    button.textContent = running ? 'Stop timer' : 'Start timer';
  });
}

// The start counts, not the seconds: a visit that ended in the minute it began took one minute, and past midnight the
// end is the last minute of the day on which it began.
function stopped(times: Times, minutes: number): Times {
  const start = toMinutes(times.start);
  if (start === null) return { ...times, minutes: String(minutes) };
  const end = Math.min(start + minutes, 1439);
  return end > start
    ? { start: times.start, end: toText(end), minutes: String(end - start) }
    : { ...times, minutes: '1' };
}
