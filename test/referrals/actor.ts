import type { Browser, TestApp } from '../app.ts';
import type { TestDatabase } from '../database.ts';

/** What people do with referrals, through the routes. */

export interface TargetNow {
  id: number;
  referral_id: number;
  status: string;
  access: string | null;
  outcome: string | null;
  assignee: number | null;
  owner: number | null;
  next_step: string | null;
  next_due: string | null;
  next_owner: number | null;
  month_state: string | null;
  days_to_offer: number | null;
  days_to_service: number | null;
  revision: number;
}

export function actor(test: TestDatabase, it_: TestApp) {
  const knex = () => test.owner;
  return {
    /** Opens a referral; its targets in their order. */
    async refer(browser: Browser, student: number, more: Record<string, string> = {}): Promise<TargetNow[]> {
      const answer = await browser.post(`/students/${student}/referrals`, {
        form_key: crypto.randomUUID(),
        ...{ need: 'MH_THERAPY', reason: 'EMO_ANX', urgency: 'ROUTINE', location: '', date: '2026-11-09' },
        ...{ agency_1: 'Lakeside Family Center', confirm_open: '1' },
        ...more,
      });
      if (answer.status !== 303) throw new Error(`Not opened: ${answer.status} ${answer.text}`);
      const referral_id = Number(/^\/referrals\/(\d+)/.exec(answer.headers.location as string)?.[1]);
      return knex()('u_ssp_target').where({ referral_id }).orderBy('id');
    },
    step: (browser: Browser, target: number, step: string, more: Record<string, string> = {}) =>
      browser.post(`/referrals/targets/${target}/steps`, { step, form_key: crypto.randomUUID(), ...more }),
    now: async (target: number): Promise<TargetNow> => (await knex()('u_ssp_target').where({ id: target }))[0],
    facts: (target: number) => knex()('u_ssp_milestone').where({ target_id: target }).orderBy('id'),
    audits: (event: string) => knex()('u_ssp_audit').where({ event }).orderBy('id'),
    app: it_,
  };
}
