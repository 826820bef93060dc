import type { CodeBook, LocalSet } from '../codes/service.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { DETAIL_DEFAULTS } from './check.ts';

/** What a new form begins with, because the person's last visit was like that. Never what it was about or how it ended. */
export interface LastUsed {
  service: string | null;
  tier: number | null;
  minutes: number;
  visit_type: string;
  initiator: string;
  setting: string;
  modality: string;
}

interface Row extends LastUsed {
  service: string;
  local_service: string | null;
  local_setting: string | null;
}

/**
 * The values of the person's own latest visit that is not sensitive, neither by its purpose nor by its service; null before the first
 * one. A code that is no longer on the list is not proposed.
 */
export async function readLastUsed(context: Context, codes: CodeBook): Promise<LastUsed | null> {
  const rows = await context.database.run<Row>('visits/last-used', {
    reader: readerOf(context),
    now: instantNow(context.clock),
  });
  const row = rows.find(({ service }) => !codes.isRevealing(service));
  if (!row) return null;
  const day = today(context.clock);
  const firstOpen = (set: LocalSet, choices: (string | null)[]) =>
    choices.find((code) => code !== null && codes.isSelectable(set, code, day));
  const services = [row.local_service, row.service].filter((code) => code !== null && codes.mayBeProposed(code));
  const service = firstOpen('SERVICE', services) ?? null;
  return {
    service,
    tier: service === null ? null : row.tier,
    minutes: row.minutes,
    visit_type: firstOpen('VISIT_TYPE', [row.visit_type]) ?? DETAIL_DEFAULTS.visit_type,
    initiator: firstOpen('INITIATOR', [row.initiator]) ?? DETAIL_DEFAULTS.initiator,
    setting: firstOpen('SETTING', [row.local_setting, row.setting]) ?? DETAIL_DEFAULTS.setting,
    modality: firstOpen('MODALITY', [row.modality]) ?? DETAIL_DEFAULTS.modality,
  };
}
