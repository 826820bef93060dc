import fc from 'fast-check';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, sami } from '../people.ts';

// Random school days of one counselor on two devices: timers started, stopped and set going again, times mended by hand,
// notes typed, pages opened anew, visits saved, in any order and from pages of any age. In the evening everything that is
// open is saved. Then each visit is there once, and has the minutes between the presses that were acknowledged.

// Fifty in `npm run test:long`.
const DAYS = process.env.TEST_LONG ? 50 : 15;
const STUDENTS = [bruno.dcid, daniela.dcid, sami.dcid];

type Form = Record<string, string>;
type What = 'open' | 'start' | 'stop' | 'type' | 'mend' | 'save';
interface Event {
  device: number;
  student: number;
  what: What;
  pass: number;
}

const event: fc.Arbitrary<Event> = fc.record({
  device: fc.integer({ min: 0, max: 1 }),
  student: fc.constantFrom(...STUDENTS),
  what: fc.constantFrom<What>('open', 'start', 'start', 'stop', 'stop', 'type', 'mend', 'save'),
  pass: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 25 })),
});
const schoolDay = fc.record({
  // From the first weeks of school on; the night of the clock change lies between them.
  day: fc.integer({ min: 0, max: 70 }),
  second: fc.integer({ min: 0, max: 59 }),
  events: fc.array(event, { minLength: 6, maxLength: 18 }),
});

/** What was acknowledged of a form that is not saved yet. Two devices may begin one each about the same student. */
interface Truth {
  student: number;
  minutes: number;
  runningSince: number | undefined;
  hasTimer: boolean;
  isMended: boolean;
}

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 120_000);
afterAll(() => test.close());

class Day {
  readonly #forms = new Map<string, Form>();
  readonly #truth = new Map<string, Truth>();
  readonly saved = new Map<string, number>();
  #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async happen({ device, student, what, pass }: Event): Promise<void> {
    it_.clock.pass(pass);
    // Nobody sits still for half an hour in this test: what is tried is time, not the session.
    this.#browser = await it_.as(ana);
    const at = `${device} ${student}`;
    if (what === 'open' || !this.#forms.has(at)) this.#forms.set(at, await this.#open(student));
    const form = this.#forms.get(at) as Form;
    if (what === 'start' || what === 'stop') await this.#press(at, student, form, what);
    if (what === 'type') await this.#keep(at, student, { ...form, note: `${form.note} ${device}` });
    if (what === 'mend' && form.end !== '') await this.#mend(at, student, form);
    if (what === 'save') await this.#save(at, student, form);
  }

  /** Everything that is still open is saved as it is. */
  async evening(): Promise<void> {
    it_.clock.pass(1);
    this.#browser = await it_.as(ana);
    for (const [key, { student }] of [...this.#truth]) {
      const form = await this.#open(student, key);
      expect(form.form_key).toBe(key);
      await this.#save('evening', student, form);
      expect(this.#truth.has(key)).toBe(false);
    }
  }

  async #open(student: number, key?: string): Promise<Form> {
    const { text } = await this.#browser.get(`/students/${student}${key ? `?draft=${key}` : ''}`);
    const value = (name: string) => new RegExp(`name="${name}"[^>]*?value="([^"]*)"`).exec(text)?.[1] ?? '';
    const named = ['form_key', 'draft_revision', 'draft_page', 'date', 'start', 'end', 'minutes'];
    const note = /<textarea[^>]*name="note"[^>]*>\n([^<]*)<\/textarea>/.exec(text)?.[1] ?? '';
    const { time_reason, ...form } = Object.fromEntries([...named, 'time_reason'].map((name) => [name, value(name)]));
    const running = this.#truth.get(form.form_key as string)?.runningSince !== undefined;
    expect([student, text.includes('Stop timer')]).toEqual([student, running]);
    return visitForm({ ...form, note, ...(time_reason ? { time_reason } : {}) });
  }

  async #press(at: string, student: number, form: Form, what: 'start' | 'stop'): Promise<void> {
    const answer = await this.#post(student, `/drafts/${what}`, { ...form, script: '1' });
    if (answer.status === 409) return this.#forget(at);
    expect(answer.status).toBe(200);
    const { timer, revision, text } = answer.body;
    const now = Math.floor(it_.clock.now().getTime() / 60_000);
    const key = form.form_key as string;
    const truth = this.#truth.get(key) ?? this.#begun(student);
    this.#truth.set(key, truth);
    truth.hasTimer = true;
    const isFirst = !text.includes('already');
    if (isFirst && what === 'start') truth.runningSince = now;
    if (isFirst && what === 'stop') {
      truth.minutes += now - (truth.runningSince as number);
      truth.runningSince = undefined;
    }
    // Somebody else wrote on meanwhile: this page has to be opened anew.
    if (revision === undefined) return this.#forget(at);
    if (isFirst) truth.isMended = false;
    const { date, start, end = '', minutes = '' } = timer;
    this.#forms.set(at, { ...form, date, start, end, minutes, draft_revision: String(revision) });
  }

  #begun(student: number): Truth {
    return { student, minutes: 0, runningSince: undefined, hasTimer: false, isMended: false };
  }

  async #keep(at: string, student: number, form: Form): Promise<boolean> {
    const answer = await this.#post(student, '/drafts', { ...form, script: '1' });
    if (answer.status === 409) {
      this.#forget(at);
      return false;
    }
    const key = form.form_key as string;
    if (!this.#truth.has(key)) this.#truth.set(key, this.#begun(student));
    this.#forms.set(at, { ...form, draft_revision: String(answer.body.revision) });
    return true;
  }

  async #mend(at: string, student: number, form: Form): Promise<void> {
    const mended = { ...form, start: '', end: '', minutes: '17', time_reason: 'A part of it was in the hall' };
    const truth = this.#truth.get(form.form_key as string);
    if ((await this.#keep(at, student, mended)) && truth) truth.isMended = true;
  }

  async #save(at: string, student: number, form: Form): Promise<void> {
    const key = form.form_key as string;
    const truth = this.#truth.get(key);
    const hasMinutes = truth?.hasTimer || form.minutes !== '';
    const sent = { ...form, confirm_overlap: '1', confirm_long: '1', ...(hasMinutes ? {} : { minutes: '5' }) };
    const answer = await this.#post(student, '/visits', sent);
    // An old page: its visit is saved already, or somebody wrote on, or its times are not the timer's.
    if (answer.status !== 303) {
      expect([409, 422]).toContain(answer.status);
      return this.#forget(at);
    }
    this.#forget(at);
    // The same form once more: it was saved before.
    if (!truth) {
      if (!this.saved.has(key)) this.saved.set(key, Number(sent.minutes));
      return;
    }
    const now = Math.floor(it_.clock.now().getTime() / 60_000);
    const measured = Math.max(1, truth.minutes + (truth.runningSince === undefined ? 0 : now - truth.runningSince));
    const minutes = truth.isMended || !truth.hasTimer ? Number(sent.minutes) : measured;
    this.saved.set(key, minutes);
    this.#truth.delete(key);
  }

  #forget(at: string): void {
    this.#forms.delete(at);
  }

  #post(student: number, what: string, form: Form) {
    return this.#browser.post(`/students/${student}${what}`, form);
  }
}

it('every minute is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(schoolDay, async ({ day, second, events }) => {
      await test.owner('u_ssp_draft').del();
      it_.clock.at = new Date(Date.UTC(2026, 8, 8 + day, 12, 0, second));
      const when = new Date(it_.clock.at);
      const here = new Day(await it_.as(ana));
      for (const one of events) await here.happen(one);
      await here.evening();
      const rows = (await test.database
        .knex('u_ssp_visit')
        .where({ author: ana.reader })
        .where('created_at', '>=', when.toISOString())
        .where('created_at', '<=', it_.clock.now().toISOString())
        .select('form_key', 'minutes')) as { form_key: string; minutes: number }[];
      const own = rows.filter(({ form_key }) => here.saved.has(form_key));
      expect(own).toHaveLength(here.saved.size);
      for (const { form_key, minutes } of own)
        expect([form_key, minutes]).toEqual([form_key, here.saved.get(form_key)]);
      expect(await test.database.knex('u_ssp_draft')).toEqual([]);
    }),
    { numRuns: DAYS, endOnFailure: true },
  );
}, 300_000);
