import fc from 'fast-check';
import { openDatabase } from '../../src/database/connect.ts';
import { dayOf, minuteAt } from '../../src/server/clock.ts';
import { timeText } from '../../src/visits/drafts/timer.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, sami } from '../people.ts';

// Random school days of one counselor on two devices, each with a session and an instance of the service of its own: timers started,
// stopped and set going again, times mended by hand, notes typed, pages opened anew, visits saved, in any order, from pages of any
// age, and by both devices at the same moment. Some days begin before midnight or beside a change of the clocks. In the
// evening everything that is open is saved. Then each visit is there once, and has the minutes between the presses that
// were acknowledged.

const DAYS = 50;
const STUDENTS = [bruno.dcid, daniela.dcid, sami.dcid];
// The rest of a night, as a page of the evening before is left open.
const SESSION_MIN = 20;

type Form = Record<string, string>;
type What = 'open' | 'start' | 'stop' | 'type' | 'mend' | 'save';
interface Event {
  device: 0 | 1;
  student: number;
  what: What;
}

const what = fc.constantFrom<What>('open', 'start', 'start', 'stop', 'stop', 'type', 'mend', 'save');
const student = fc.constantFrom(...STUDENTS);
const alone = fc.record({ device: fc.constantFrom<0 | 1>(0, 1), student, what }).map((event): Event[] => [event]);
// Both about one student: that is where they meet.
const together = fc.record({ student, desk: what, phone: what }).map((both): Event[] => [
  { device: 0, student: both.student, what: both.desk },
  { device: 1, student: both.student, what: both.phone },
]);
const step = fc.record({
  events: fc.oneof({ weight: 3, arbitrary: alone }, { weight: 2, arbitrary: together }),
  pass: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 25 })),
});
const begins = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map((day) => Date.UTC(2026, 8, 8 + day, 12)),
  // Some time before midnight.
  fc.integer({ min: 0, max: 120 }).map((before) => Date.UTC(2026, 9, 21, 4) - before * 60_000),
  // Within two hours before the clocks are set back, and before they are set forward.
  fc.integer({ min: 0, max: 120 }).map((before) => Date.UTC(2026, 10, 1, 6) - before * 60_000),
  fc.integer({ min: 0, max: 120 }).map((before) => Date.UTC(2027, 2, 14, 7) - before * 60_000),
);
const schoolDay = fc.record({
  begins,
  second: fc.integer({ min: 0, max: 59 }),
  steps: fc.array(step, { minLength: 5, maxLength: 14 }),
});

/** What was acknowledged of a form that is not saved yet. Two devices may begin one each about the same student. */
interface Truth {
  student: number;
  minutes: number;
  /** Minutes since the epoch; undefined while no timer was started. */
  startedAt: number | undefined;
  runningSince: number | undefined;
  stoppedAt: number | undefined;
  isMended: boolean;
}

interface Acknowledged {
  what: What;
  key: string;
  /** Of the draft, where it was said: what has the lower one was first. */
  revision?: number | undefined;
  note(): void;
}

// A press, then what was typed, then the visit that became of it: of two at one moment this is how they can both have been.
const ORDER: What[] = ['open', 'start', 'stop', 'type', 'mend', 'save'];

let test: TestDatabase;
let second: TestDatabase;
let apps: [TestApp, TestApp];
beforeAll(async () => {
  test = await makeDistrict();
  // Connections of its own, as another process has them.
  second = { ...test, database: openDatabase(test.url, queryLibrary()) };
  apps = [makeApp(test), makeApp(second)];
}, 120_000);
afterAll(async () => {
  await second.database.close();
  await test.close();
});

const clock = () => apps[0].clock;
const now = () => Math.floor(clock().now().getTime() / 60_000);
const instant = (minute: number) => new Date(minute * 60_000).toISOString();
function pass(minutes: number): void {
  for (const { clock } of apps) clock.pass(minutes);
}

class Day {
  readonly #forms = new Map<string, Form>();
  readonly #truth = new Map<string, Truth>();
  readonly #spans: { from: number; to: number }[] = [];
  readonly #browsers: { browser: Browser; since: number }[] = [];
  readonly saved = new Map<string, { student: number; minutes: number }>();

  async happen(events: Event[]): Promise<void> {
    for (const { device } of events) await this.#signedIn(device);
    const answers = await Promise.all(events.map((event) => this.#act(event, events.length === 1)));
    // What was told at one moment is noted when both have been answered.
    for (const { note } of answers.flatMap((one) => one ?? []).sort((a, b) => this.#order(a, b))) note();
  }

  #order(one: Acknowledged, other: Acknowledged): number {
    const isSaid = one.key === other.key && one.revision !== undefined && other.revision !== undefined;
    const byRevision = isSaid ? (one.revision as number) - (other.revision as number) : 0;
    return byRevision || this.#rank(one) - this.#rank(other);
  }

  // A timer that ran was stopped before it was set going again.
  #rank({ what, key }: Acknowledged): number {
    const isRunning = this.#truth.get(key)?.runningSince !== undefined;
    return what === 'stop' && isRunning ? 0 : ORDER.indexOf(what);
  }

  /** Everything that is still open is saved as it is; where a timer ran past midnight, with an end that is said. */
  async evening(): Promise<void> {
    pass(1);
    await this.#signedIn(0);
    for (const [key, { student }] of [...this.#truth]) {
      const form = await this.#open(0, student, true, key);
      expect(form.form_key).toBe(key);
      const answer = await this.#save('evening', 0, student, form);
      answer?.note();
      expect(this.#truth.has(key)).toBe(false);
    }
  }

  async #signedIn(device: 0 | 1): Promise<void> {
    const known = this.#browsers[device];
    if (known && now() - known.since < SESSION_MIN) return;
    this.#browsers[device] = { browser: await apps[device].as(ana), since: now() };
  }

  async #act({ device, student, what }: Event, isAlone: boolean): Promise<Acknowledged | undefined> {
    const at = `${device} ${student}`;
    if (what === 'open' || !this.#forms.has(at)) this.#forms.set(at, await this.#open(device, student, isAlone));
    const form = this.#forms.get(at) as Form;
    if (what === 'start' || what === 'stop') return this.#press(at, device, student, form, what);
    if (what === 'type') return this.#keep(at, device, student, { ...form, note: `${form.note} ${device}` }, what);
    if (what === 'mend' && form.end !== '') {
      const mended = { start: '', end: '', minutes: '17', time_reason: 'A part of it was in the hall' };
      return this.#keep(at, device, student, { ...form, ...mended }, what);
    }
    return what === 'save' ? this.#save(at, device, student, form) : undefined;
  }

  async #open(device: 0 | 1, student: number, isAlone: boolean, key?: string): Promise<Form> {
    const { text } = await this.#browser(device).get(`/students/${student}${key ? `?draft=${key}` : ''}`);
    const value = (name: string) => new RegExp(`name="${name}"[^>]*?value="([^"]*)"`).exec(text)?.[1] ?? '';
    const named = ['form_key', 'draft_revision', 'draft_page', 'date', 'start', 'end', 'minutes'];
    const note = /<textarea[^>]*name="note"[^>]*>\n([^<]*)<\/textarea>/.exec(text)?.[1] ?? '';
    const { time_reason, ...form } = Object.fromEntries([...named, 'time_reason'].map((name) => [name, value(name)]));
    const running = this.#truth.get(form.form_key as string)?.runningSince !== undefined;
    if (isAlone) expect([student, text.includes('Stop timer')]).toEqual([student, running]);
    return visitForm({ ...form, note, ...(time_reason ? { time_reason } : {}) });
  }

  async #press(at: string, device: 0 | 1, student: number, form: Form, what: 'start' | 'stop') {
    const { status, body } = await this.#post(device, student, `/drafts/${what}`, { ...form, script: '1' });
    if (status === 409) this.#forms.delete(at);
    if (status === 409) return undefined;
    expect(status).toBe(200);
    const { timer, revision, text } = body;
    const { date, start, end = '', minutes = '' } = timer;
    // Somebody else wrote on meanwhile: this page has to be opened anew.
    if (revision === undefined) this.#forms.delete(at);
    else this.#forms.set(at, { ...form, date, start, end, minutes, draft_revision: String(revision) });
    const note = () => {
      const truth = this.#truthOf(form.form_key as string, student);
      if (text.includes('already')) return;
      if (what === 'start') {
        truth.startedAt ??= now();
        truth.runningSince = now();
        truth.stoppedAt = undefined;
      } else {
        truth.minutes += now() - (truth.runningSince as number);
        truth.runningSince = undefined;
        truth.stoppedAt = now();
      }
      if (revision !== undefined) truth.isMended = false;
    };
    return { what, key: form.form_key as string, revision, note };
  }

  async #keep(at: string, device: 0 | 1, student: number, form: Form, what: 'type' | 'mend') {
    const { status, body } = await this.#post(device, student, '/drafts', { ...form, script: '1' });
    if (status === 409) this.#forms.delete(at);
    if (status === 409) return undefined;
    expect(status).toBe(200);
    this.#forms.set(at, { ...form, draft_revision: String(body.revision) });
    const note = () => {
      const truth = this.#truthOf(form.form_key as string, student);
      if (what === 'mend') truth.isMended = true;
    };
    return { what, key: form.form_key as string, revision: body.revision as number, note };
  }

  async #save(at: string, device: 0 | 1, student: number, form: Form): Promise<Acknowledged | undefined> {
    const key = form.form_key as string;
    const truth = this.#truth.get(key);
    const hasMinutes = truth?.startedAt !== undefined || form.minutes !== '';
    let sent: Form = { ...form, confirm_long: '1', ...(hasMinutes ? {} : { minutes: '5' }) };
    const send = () => this.#post(device, student, '/visits', sent);
    let answer = await send();
    let isEndSaid = false;
    if (answer.status === 422 && answer.text.includes('The timer ran past midnight')) {
      expect(isPastMidnight(truth)).toBe(true);
      isEndSaid = true;
      sent = { ...sent, ...saidEnd(truth as Truth) };
      answer = await send();
    }
    if (answer.status === 422 && answer.text.includes('there is also')) {
      expect(this.#isBeside(key)).toBe(true);
      sent = { ...sent, confirm_overlap: '1' };
      answer = await send();
    }
    this.#forms.delete(at);
    // An old page: its visit is saved already, or somebody wrote on, or its times are not the timer's.
    if (answer.status !== 303) expect([409, 422]).toContain(answer.status);
    if (answer.status !== 303) return undefined;
    const note = () => {
      const truth = this.#truth.get(key);
      this.#truth.delete(key);
      // The same form once more: it was saved before.
      if (this.saved.has(key)) return;
      const measured = truth?.startedAt === undefined ? undefined : Math.max(1, minutesOf(truth));
      const isTyped = measured === undefined || truth?.isMended;
      this.saved.set(key, { student, minutes: isEndSaid ? 1 : isTyped ? Number(sent.minutes) : measured });
      if (truth?.startedAt !== undefined && !truth.isMended) this.#spans.push(spanOf(truth));
    };
    return { what: 'save', key, note };
  }

  /** Is there another timer, or a visit with times, that could be at the same time? */
  #isBeside(key: string): boolean {
    const own = this.#truth.get(key);
    if (own?.startedAt === undefined) return false;
    const { from, to } = spanOf(own);
    const timers = [...this.#truth].filter(([other, { startedAt }]) => other !== key && startedAt !== undefined);
    const others = [...this.#spans, ...timers.map(([, truth]) => spanOf(truth))];
    // Which of the two hours a time was in, the clock does not say: there the question may be asked for nothing.
    if (from < TWICE.to && TWICE.from < to) return true;
    return others.some((span) => span.from < to && from < span.to);
  }

  #truthOf(key: string, student: number): Truth {
    const begun = { student, minutes: 0, isMended: false };
    const truth = this.#truth.get(key) ?? {
      ...begun,
      ...{ startedAt: undefined, runningSince: undefined, stoppedAt: undefined },
    };
    this.#truth.set(key, truth);
    return truth;
  }

  #browser(device: 0 | 1): Browser {
    return (this.#browsers[device] as { browser: Browser }).browser;
  }

  #post(device: 0 | 1, student: number, what: string, form: Form) {
    return this.#browser(device).post(`/students/${student}${what}`, form);
  }
}

/** The hour that is twice, both times, in minutes since the epoch. */
const TWICE = { from: Date.UTC(2026, 10, 1, 5) / 60_000, to: Date.UTC(2026, 10, 1, 7) / 60_000 };

const minutesOf = ({ minutes, runningSince }: Truth) =>
  minutes + (runningSince === undefined ? 0 : now() - runningSince);

/** From the first start to the last stop, a minute at least. */
function spanOf({ startedAt, stoppedAt }: Truth): { from: number; to: number } {
  const from = startedAt as number;
  return { from, to: Math.max(from + 1, stoppedAt ?? now()) };
}

function isPastMidnight(truth: Truth | undefined): boolean {
  if (truth?.startedAt === undefined) return false;
  return dayOf(instant(truth.stoppedAt ?? now()), clock()) > dayOf(instant(truth.startedAt), clock());
}

// A minute after its start; of a timer that was started in the last minute of its day, the length alone.
function saidEnd({ startedAt }: Truth): Form {
  const start = minuteAt(instant(startedAt as number), clock());
  if (start < 1439) return { start: timeText(start), end: timeText(start + 1), minutes: '' };
  return { start: '', end: '', minutes: '1', time_reason: 'Nobody stopped it' };
}

it('every minute is counted once', async () => {
  const seen = { midnight: 0, pairs: 0 };
  await fc.assert(
    fc.asyncProperty(schoolDay, async ({ begins, second, steps }) => {
      await test.owner('u_ssp_draft').del();
      // What an earlier day left is not in the way of this one.
      const voided_at = '2026-08-01T12:00:00.000Z';
      await test.owner('u_ssp_visit').where({ author: ana.reader }).update({ voided_at });
      for (const { clock } of apps) clock.at = new Date(begins + second * 1000);
      const [day, first] = [new Day(), dayOf(instant(now()), clock())];
      for (const { events, pass: minutes } of steps) {
        pass(minutes);
        await day.happen(events);
        if (events.length > 1) seen.pairs++;
      }
      await day.evening();
      if (dayOf(instant(now()), clock()) !== first) seen.midnight++;
      const rows = (await test.database
        .knex('u_ssp_visit as v')
        .join('u_ssp_visit_student as s', 's.visit_id', 'v.id')
        .where({ 'v.author': ana.reader })
        .whereNull('v.voided_at')
        .select('v.form_key', 's.student_dcid', 'v.minutes')) as {
        form_key: string;
        student_dcid: number;
        minutes: number;
      }[];
      const sorted = (lines: unknown[][]) => lines.map((line) => line.join(' ')).sort();
      expect(sorted(rows.map(({ form_key, student_dcid, minutes }) => [form_key, student_dcid, minutes]))).toEqual(
        sorted([...day.saved].map(([key, { student, minutes }]) => [key, student, minutes])),
      );
      expect(await test.database.knex('u_ssp_draft')).toEqual([]);
    }),
    { numRuns: DAYS, endOnFailure: true },
  );
  expect(seen.midnight).toBeGreaterThan(0);
  expect(seen.pairs).toBeGreaterThan(DAYS);
}, 600_000);
