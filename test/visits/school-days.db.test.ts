import fc from 'fast-check';
import { openDatabase } from '../../src/database/connect.ts';
import { dayOf, instantsOf, minuteAt } from '../../src/server/clock.ts';
import { lengthOf, type Piece, sharedBy } from '../../src/visits/drafts/pauses.ts';
import { timeText } from '../../src/visits/drafts/timer.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, sami } from '../people.ts';

// Random school days of one counselor on two devices, each with a session and an instance of the service of its own: timers started,
// stopped and set going again, times mended by hand, notes typed, pages opened anew, visits saved, in any order, from pages of any
// age, and by both devices at the same moment. Some days begin before midnight or beside a change of the clocks. In the
// evening everything that is open is saved. Then each visit is there once, and has the minutes between the presses that
// were acknowledged; and whatever minute stands in two visits, somebody was asked about it.

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
  /** From when to when it ran before. */
  ran: Piece[];
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
  /** When the visits were that are saved, where that is known. */
  readonly #worked: Piece[][] = [];
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
      const answer = await this.#save('evening', 0, student, form, true);
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
    return what === 'save' ? this.#save(at, device, student, form, isAlone) : undefined;
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
        truth.ran.push({ from: truth.runningSince as number, to: now() });
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

  async #save(
    at: string,
    device: 0 | 1,
    student: number,
    form: Form,
    isAlone: boolean,
  ): Promise<Acknowledged | undefined> {
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
    const isAsked = answer.status === 422 && answer.text.includes('there is also');
    const isDouble = this.#isDouble(key, isEndSaid);
    // Of two presses at one moment either may have been first, and a refused form was not looked at that far.
    const isJudged = isAlone && (isAsked || answer.status === 303) && !this.saved.has(key);
    if (isJudged && isDouble !== undefined) {
      expect([key, isAsked]).toEqual([key, isDouble]);
      judged[isAsked ? 'asked' : 'alone']++;
    }
    if (isAsked) {
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
      if (truth?.startedAt !== undefined && !truth.isMended) this.#worked.push(workedBy(truth, isEndSaid));
    };
    return { what: 'save', key, note };
  }

  /** Does it have a minute that another timer or visit has? undefined: that cannot be told from what the clock shows. */
  #isDouble(key: string, isEndSaid: boolean): boolean | undefined {
    const own = this.#truth.get(key);
    if (own?.startedAt === undefined) return false;
    const timers = [...this.#truth].filter(([other, { startedAt }]) => other !== key && startedAt !== undefined);
    const others = [...this.#worked, ...timers.map(([, truth]) => workedBy(truth, false))];
    const all = [workedBy(own, isEndSaid), ...others];
    // Which of the two hours a time was in; and where in its time a visit was that never ran for a whole minute.
    if (all.flat().some(({ from, to }) => from < TWICE.to && TWICE.from < to)) return undefined;
    if (all.some((pieces) => pieces.length > 1 && lengthOf(pieces) === 0)) return undefined;
    return others.some((pieces) => sharedBy(all[0] as Piece[], pieces) > 0);
  }

  #truthOf(key: string, student: number): Truth {
    const begun = { student, minutes: 0, isMended: false, ran: [] };
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

/** When its timer ran, up to the end of its day; a minute at least. Where somebody said the end: the first minute. */
function workedBy({ startedAt, ran, runningSince }: Truth, isEndSaid: boolean): Piece[] {
  const first = startedAt as number;
  if (isEndSaid) return [{ from: first, to: first + 1 }];
  const pieces = runningSince === undefined ? ran : [...ran, { from: runningSince, to: now() }];
  const midnight = Math.max(...instantsOf(dayOf(instant(first), clock()), 1439, clock().timeZone));
  const within = pieces.map(({ from, to }) => ({ from: Math.min(from, midnight), to: Math.min(to, midnight) }));
  const [only] = within;
  return only && within.length === 1 ? [{ from: only.from, to: Math.max(only.from + 1, only.to) }] : within;
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

/** How often a visit was saved of which it was clear whether its minutes are those of another one. */
const judged = { asked: 0, alone: 0 };

it('every minute is counted once, or somebody was asked', async () => {
  let [pairs, nights] = [0, 0];
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
        if (events.length > 1) pairs++;
      }
      await day.evening();
      if (dayOf(instant(now()), clock()) !== first) nights++;
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
  expect(pairs).toBeGreaterThan(DAYS);
  expect(nights).toBeGreaterThan(0);
  expect(judged.asked).toBeGreaterThan(DAYS / 10);
  expect(judged.alone).toBeGreaterThan(DAYS / 2);
}, 600_000);
