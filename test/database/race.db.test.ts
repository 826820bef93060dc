import { openDatabase } from '../../src/database/connect.ts';
import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, NOW, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, irena } from '../people.ts';
import { isLocking, untilItWaits } from './waiting.ts';

// Two instances of the service on one database, asked at the same moment.

let test: TestDatabase;
let second: TestDatabase;
let instances: [TestApp, TestApp];
beforeAll(async () => {
  test = await makeDistrict();
  // Connections of its own, as another process has them.
  second = { ...test, database: openDatabase(test.url, queryLibrary()) };
  instances = [makeApp(test), makeApp(second)];
}, 120_000);
afterAll(async () => {
  await second.database.close();
  await test.close();
});

const at = (instance: number, browser: Browser): Browser => {
  const other = instances[instance] as TestApp;
  return { ...browser, post: (address, form = {}) => postFrom(other, browser, address, form) };
};
const postFrom = (app: TestApp, { cookie, token }: Browser, address: string, form: Record<string, string | string[]>) =>
  app.nobody.post(address, { token, ...form }).set('Cookie', cookie);
const audited = (event: string, subject: string) =>
  test.database.knex('u_ssp_audit').where({ event, subject, outcome: 'allowed' });

describe('two instances at once', () => {
  it('save one form once', async () => {
    const ana1 = await instances[0].as(ana);
    for (let round = 0; round < 5; round++) {
      const form = visitForm();
      const answers = await Promise.all(
        [0, 1, 0, 1].map((instance) => at(instance, ana1).post(`/students/${bruno.dcid}/visits`, form)),
      );
      expect(answers.map(led)).toEqual(answers.map(() => `/students/${bruno.dcid}?done=saved`));
      const saved = await test.database.knex('u_ssp_visit').where({ form_key: form.form_key });
      expect(saved).toHaveLength(1);
      expect(await test.database.knex('u_ssp_visit_service').where({ visit_id: saved[0].id })).toHaveLength(1);
      expect(await audited('VISIT_ADDED', `visit:${saved[0].id}`)).toHaveLength(1);
    }
  });

  it('void one visit once: the first reason stays', async () => {
    const ana1 = await instances[0].as(ana);
    for (let round = 0; round < 5; round++) {
      const form = visitForm();
      await ana1.post(`/students/${bruno.dcid}/visits`, form);
      const [{ id }] = await test.database.knex('u_ssp_visit').where({ form_key: form.form_key });
      const answers = await Promise.all(
        ['one', 'two'].map((reason, instance) => at(instance, ana1).post(`/visits/${id}/void`, { reason })),
      );
      expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
      const [visit] = await test.database.knex('u_ssp_visit').where({ id });
      // One of them did it, and the other one was told that it was done.
      const rows = await audited('VISIT_VOIDED', `visit:${id}`);
      expect(rows).toHaveLength(2);
      const did = rows.filter(({ reason }) => reason !== 'ALREADY_DONE');
      expect(did).toHaveLength(1);
      const first = answers.findIndex(({ headers }) => headers['x-request-id'] === did[0].request);
      expect(visit.void_reason).toBe(['one', 'two'][first]);
      await ana1.post(`/visits/${id}/void`, { reason: 'three' });
      expect((await test.database.knex('u_ssp_visit').where({ id }))[0].void_reason).toBe(visit.void_reason);
    }
  });

  it('change one visit once: the other one is shown what differs, and no state is lost', async () => {
    const ana1 = await instances[0].as(ana);
    for (let round = 0; round < 5; round++) {
      const { form_key, ...form } = visitForm({ note: 'as it was' });
      await ana1.post(`/students/${bruno.dcid}/visits`, { form_key: form_key as string, ...form });
      const [{ id }] = await test.database.knex('u_ssp_visit').where({ form_key });
      const lengths = ['20', '30', '40', '50'];
      const answers = await Promise.all(
        lengths.map((minutes, at_) =>
          at(at_ % 2, ana1).post(`/visits/${id}/change`, { ...form, minutes, revision: '1', note_state: 'shown' }),
        ),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409, 409, 409]);
      const first = answers.findIndex((answer) => answer.status === 303);
      const [visit] = await test.database.knex('u_ssp_visit').where({ id });
      expect([visit.revision, String(visit.minutes)]).toEqual([2, lengths[first]]);
      expect(await test.database.knex('u_ssp_visit_change').where({ visit_id: id })).toMatchObject([{ revision: 1 }]);
      expect(await test.database.knex('u_ssp_visit_service').where({ visit_id: id })).toHaveLength(1);
      expect(await audited('VISIT_CHANGED', `visit:${id}`)).toHaveLength(1);
    }
  });

  it('void a visit while it is changed: it is changed and then void, or void and not changed', async () => {
    const ana1 = await instances[0].as(ana);
    for (let round = 0; round < 8; round++) {
      const { form_key, ...form } = visitForm();
      await ana1.post(`/students/${bruno.dcid}/visits`, { form_key: form_key as string, ...form });
      const [{ id }] = await test.database.knex('u_ssp_visit').where({ form_key });
      const [voided, changed] = await Promise.all([
        ana1.post(`/visits/${id}/void`, { reason: 'twice' }),
        at(1, ana1).post(`/visits/${id}/change`, { ...form, minutes: '20', revision: '1', note_state: 'shown' }),
      ]);
      expect(voided.status).toBe(303);
      expect([303, 409]).toContain(changed.status);
      const [visit] = await test.database.knex('u_ssp_visit').where({ id });
      expect(visit.void_reason).toBe('twice');
      expect([visit.revision, visit.minutes]).toEqual(changed.status === 303 ? [2, 20] : [1, 15]);
    }
  });

  it('void a visit while an outcome is set on its referral: never an outcome on what was voided before', async () => {
    const [one, other] = [await instances[0].as(ana), await instances[1].as(irena)];
    for (let round = 0; round < 8; round++) {
      const form = visitForm({ referral_agency: 'City Clinic', need: 'VISION' });
      expect((await one.post(`/students/${bruno.dcid}/visits`, form)).status).toBe(303);
      const [{ id }] = await test.database.knex('u_ssp_visit').where({ form_key: form.form_key });
      const [{ target, revision }] = await test.database
        .knex('u_ssp_target as t')
        .join('u_ssp_referral as r', 'r.id', 't.referral_id')
        .where({ 'r.visit_id': id })
        .select('t.id as target', 't.revision');
      const outcome = {
        form_key: crypto.randomUUID(),
        outcome: 'COMPLETED',
        outcome_date: '2026-11-20',
        revision: String(revision),
      };
      const [voided, set] = await Promise.all([
        one.post(`/visits/${id}/void`, { reason: 'wrong student' }),
        at(1, other).post(`/referrals/targets/${target}/outcome`, outcome),
      ]);
      expect(voided.status).toBe(303);
      expect([303, 404, 409]).toContain(set.status);
      const [visit] = await test.database.knex('u_ssp_visit').where({ id });
      expect(visit.void_reason).toBe('wrong student');
      const milestones = await test.database.knex('u_ssp_milestone').where({ target_id: target, kind: 'M_CLOSE' });
      expect(milestones).toHaveLength(set.status === 303 ? 1 : 0);
      // In the audit's order, the outcome was set before the visit was voided, or it was refused.
      const [{ outcome: stands }] = await test.database.knex('u_ssp_target').where({ id: target });
      expect(stands).toBe(set.status === 303 ? 'COMPLETED' : null);
    }
  });

  it('an outcome waits for whoever is voiding the visit, and then sees it', async () => {
    const [one, other] = [await instances[0].as(ana), await instances[0].as(irena)];
    const form = visitForm({ referral_agency: 'City Clinic', need: 'VISION' });
    await one.post(`/students/${bruno.dcid}/visits`, form);
    const [{ id }] = await test.database.knex('u_ssp_visit').where({ form_key: form.form_key });
    const [{ target, revision }] = await test.database
      .knex('u_ssp_target as t')
      .join('u_ssp_referral as r', 'r.id', 't.referral_id')
      .where({ 'r.visit_id': id })
      .select('t.id as target', 't.revision');
    // The other instance, in the middle of voiding.
    const voiding = await second.database.knex.transaction();
    const voided = { voided_at: NOW, voided_by: ana.reader, void_reason: 'wrong student' };
    await voiding('u_ssp_visit').where({ id }).update(voided);
    await voiding('u_ssp_referral').where({ visit_id: id }).update(voided);
    const outcome = {
      form_key: crypto.randomUUID(),
      outcome: 'COMPLETED',
      outcome_date: '2026-11-20',
      revision: String(revision),
    };
    const setting = await untilItWaits(test.database.knex, () =>
      other.post(`/referrals/targets/${target}/outcome`, outcome),
    );
    expect([setting.sql, isLocking(setting.sql)]).toEqual([setting.sql, true]);
    await voiding.commit();
    expect((await setting.asked).status).toBe(409);
    expect((await test.database.knex('u_ssp_target').where({ id: target }))[0].outcome).toBeNull();
  });

  it('set one outcome once, and the other person is told', async () => {
    const [one, other] = [await instances[0].as(ana), await instances[1].as(irena)];
    const targets = (await test.database
      .knex('u_ssp_target as t')
      .join('u_ssp_referral as r', 'r.id', 't.referral_id')
      .where({ 'r.student_dcid': daniela.dcid })
      .select('t.id', 't.revision')) as { id: number; revision: number }[];
    expect(targets.length).toBeGreaterThan(1);
    for (const { id, revision } of targets) {
      const form = {
        ...{ form_key: crypto.randomUUID(), outcome_date: '2026-11-20', revision: String(revision) },
        reason: 'it came out otherwise',
      };
      const answers = await Promise.all([
        one.post(`/referrals/targets/${id}/outcome`, { ...form, outcome: 'COMPLETED' }),
        other.post(`/referrals/targets/${id}/outcome`, { ...form, outcome: 'DECL_FAMILY' }),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
      const [target] = await test.database.knex('u_ssp_target').where({ id });
      expect(target.revision).toBe(revision + 1);
      expect(target.outcome).toBe(answers[0].status === 303 ? 'COMPLETED' : 'DECL_FAMILY');
      expect(
        await test.database.knex('u_ssp_milestone').where({ target_id: id, kind: 'M_CLOSE', voided_at: null }),
      ).toHaveLength(1);
    }
  });

  it('keep the first two favourites of one person, and move one of them while another is kept', async () => {
    const ana1 = await instances[0].as(ana);
    const favourite = (instance: number, minutes: number) =>
      at(instance, ana1).post('/today/favourites', {
        ...{ purpose: 'ACA_ATTEND', service_1: 'CHECKIN', minutes: String(minutes) },
      });
    const kept = () => test.owner('u_ssp_favourite').where({ reader: ana.reader }).orderBy('line_no');
    for (let round = 0; round < 5; round++) {
      await test.owner('u_ssp_favourite').where({ reader: ana.reader }).delete();
      const first = await Promise.all([favourite(0, 5), favourite(1, 10)]);
      expect(first.map(({ status }) => status)).toEqual([303, 303]);
      const [{ id }] = await kept();
      const both = await Promise.all([
        favourite(0, 15),
        at(1, ana1).post('/today/favourites/arrange', { id: String(id), move: 'down' }),
      ]);
      expect(both.map(({ status }) => status)).toEqual([303, 303]);
      const rows = await kept();
      expect(rows.map(({ line_no }) => line_no)).toEqual([1, 2, 3]);
      expect(rows.map(({ minutes }) => minutes).sort((a, b) => a - b)).toEqual([5, 10, 15]);
    }
  });

  it('refresh one person’s schools at once', async () => {
    for (let round = 0; round < 5; round++) await Promise.all([instances[0].as(ana), instances[1].as(ana)]);
    expect(await test.database.knex('u_ssp_scope').where({ reader: ana.reader })).toHaveLength(1);
  });
});
