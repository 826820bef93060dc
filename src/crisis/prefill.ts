import { proposedException } from '../consents/service.ts';
import { dayOf, minuteAt } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import type { VisitInput } from '../visits/check.ts';
import { DETAIL_DEFAULTS } from '../visits/check.ts';
import { timeText } from '../visits/drafts/timer.ts';
import { type Place, readerOfCrisis } from './store.ts';

const SERVICE = 'CRISIS';
const minuteOf = (instant: string) => Math.floor(Date.parse(instant) / 60_000);

/**
 * The visit that writes a crisis down, as far as it is known: day, start, minutes, type and service. What it was about, who
 * began it and how it ended is said by a person. Undefined when there is no such crisis.
 */
export async function crisisInput(context: Context, place: Place): Promise<VisitInput | undefined> {
  const crisis = await readerOfCrisis(context.database, context, place).crisis();
  if (!crisis) return undefined;
  const { clock } = context;
  const date = dayOf(crisis.started_at, clock);
  const start = minuteAt(crisis.started_at, clock);
  const end = crisis.ended_at ?? clock.now().toISOString();
  // A crisis that went past midnight is two visits: how long the first one was, only a person can say. Counted between
  // instants: a change of the clocks adds and loses nothing.
  const minutes = dayOf(end, clock) === date ? Math.max(1, minuteOf(end) - minuteOf(crisis.started_at)) : null;
  return {
    setting: DETAIL_DEFAULTS.setting,
    modality: DETAIL_DEFAULTS.modality,
    crisis: String(place.crisis),
    date,
    start: timeText(start),
    end: '',
    minutes: minutes === null ? '' : String(minutes),
    visit_type: 'CRISIS',
    service_1: SERVICE,
    tier_1: '3',
    consent_exception: (await proposedException(context, place.student, SERVICE, date)) ?? '',
  };
}
