import type { CodeBook } from '../codes/service.ts';
import type { Reader, Tx } from '../database/connect.ts';
import { inTurn } from '../database/turn.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { duration } from '../server/words.ts';
import { DETAIL_DEFAULTS, type VisitInput } from '../visits/check.ts';
import * as say from '../words/index.ts';

// Visits that somebody writes down again and again, at most six. Never one with a sensitive purpose, or with a service that tells
// what a visit was about: the buttons stand on the screen for everybody who passes by. And nothing about how a visit ended.

export const MOST_FAVOURITES = 6;
const KIND = 'VISIT';

export interface Favourite {
  id: number;
  purpose: string;
  service: string;
  tier: number | null;
  minutes: number;
  visit_type: string;
  initiator: string;
  setting: string;
  modality: string;
}

export async function readFavourites(context: Context, source: Reader = context.database): Promise<Favourite[]> {
  return source.run<Favourite>('today/favourites', { reader: readerOf(context), kind: KIND });
}

/** May it still be offered? Its codes may have been retired meanwhile, or have become sensitive. */
export function isUsable({ purpose, service }: Favourite, codes: CodeBook, day: string): boolean {
  return (
    codes.isSelectable('PURPOSE', purpose, day) &&
    !codes.isSensitive(purpose) &&
    codes.isSelectable('SERVICE', service, day) &&
    codes.mayBeProposed(service)
  );
}

/** `Attendance · 15 min` */
export function favouriteWords({ purpose, minutes }: Favourite, codes: CodeBook): string {
  return `${codes.label('PURPOSE', purpose)} · ${duration(minutes)}`;
}

/** What a favourite fills into the form. */
export function favouriteInput(favourite: Favourite): VisitInput {
  const { purpose, service, tier, minutes, visit_type, initiator, setting, modality } = favourite;
  return {
    ...{ purpose, minutes: String(minutes), service_1: service, tier_1: String(tier ?? 0) },
    ...{ visit_type, initiator, setting, modality },
  };
}

/** Keeps what the form says; the faults, in words, where it cannot be kept. */
export async function keepFavourite(context: Context, input: VisitInput): Promise<Fault[]> {
  const codes = await codesOf(context);
  const checked = checkFavourite(input, codes, today(context.clock));
  if ('faults' in checked) return checked.faults;
  return changing(context, async (tx, kept) => {
    if (kept.some((one) => isSame(one, checked.favourite)))
      return [{ fieldId: 'purpose', text: say.today.favourites.thereAlready }];
    if (kept.length >= MOST_FAVOURITES) return [{ fieldId: 'purpose', text: say.today.favourites.noMoreFit }];
    await rewrite(context, tx, [...kept, checked.favourite]);
    await context.auditWithin(tx, 'favourites');
    return [];
  });
}

export type Move = 'up' | 'down' | 'remove';

/** Moves a favourite or takes it away; false when there is none of this number any more, or nothing to move. */
export async function arrangeFavourite(context: Context, id: number, move: Move): Promise<boolean> {
  return changing(context, async (tx, kept) => {
    const at = kept.findIndex((one) => one.id === id);
    const to = move === 'remove' ? at : at + (move === 'up' ? -1 : 1);
    if (at < 0 || to < 0 || to >= kept.length) return false;
    const others = kept.toSpliced(at, 1);
    await rewrite(context, tx, move === 'remove' ? others : others.toSpliced(to, 0, kept[at] as Favourite));
    await context.auditWithin(tx, 'favourites');
    return true;
  });
}

type Kept = Omit<Favourite, 'id'>;

function checkFavourite(input: VisitInput, codes: CodeBook, day: string): { favourite: Kept } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const typed = (name: string) => (input[name] ?? '').trim();
  const purpose = typed('purpose');
  const service = typed('service_1');
  const minutes = typed('minutes');
  if (purpose === '') faults.push({ fieldId: 'purpose', text: say.today.favourites.choosePurpose });
  else if (!codes.isSelectable('PURPOSE', purpose, day))
    faults.push({ fieldId: 'purpose', text: say.time.faults.notOnList });
  else if (codes.isSensitive(purpose)) faults.push({ fieldId: 'purpose', text: say.today.favourites.isSensitive });
  if (!codes.isSelectable('SERVICE', service, day))
    faults.push({ fieldId: 'service-1', text: say.today.favourites.chooseService });
  else if (!codes.mayBeProposed(service))
    faults.push({ fieldId: 'service-1', text: say.today.favourites.serviceTells });
  if (!/^\d{1,3}$/.test(minutes) || Number(minutes) < 1 || Number(minutes) > 180)
    faults.push({ fieldId: 'minutes', text: say.today.favourites.minutesWithin });
  if (faults.length > 0) return { faults };
  const detail = (name: 'visit_type' | 'initiator' | 'setting' | 'modality') => {
    const set = name.toUpperCase() as 'VISIT_TYPE' | 'INITIATOR' | 'SETTING' | 'MODALITY';
    return codes.isSelectable(set, typed(name), day) ? typed(name) : DETAIL_DEFAULTS[name];
  };
  const tier = ['1', '2', '3'].includes(typed('tier_1')) ? Number(typed('tier_1')) : null;
  return {
    favourite: {
      ...{ purpose, service, tier, minutes: Number(minutes) },
      ...{ visit_type: detail('visit_type'), initiator: detail('initiator') },
      ...{ setting: detail('setting'), modality: detail('modality') },
    },
  };
}

function isSame(one: Kept, other: Kept): boolean {
  return one.purpose === other.purpose && one.service === other.service && one.minutes === other.minutes;
}

// One after the other for a person: before the first favourite there is no row that could be held.
function changing<T>(context: Context, work: (tx: Tx, kept: Favourite[]) => Promise<T>): Promise<T> {
  return inTurn(context.database, [`favourites:${readerOf(context)}`], async (tx) =>
    work(tx, await readFavourites(context, tx)),
  );
}

// Six rows at most: they are written anew in their order.
async function rewrite(context: Context, tx: Tx, favourites: Kept[]): Promise<void> {
  const reader = readerOf(context);
  await tx.knex('u_ssp_favourite').where({ reader, kind: KIND }).delete();
  if (favourites.length === 0) return;
  await tx.knex('u_ssp_favourite').insert(
    favourites.map((one, at) => ({
      ...{ reader, kind: KIND, line_no: at + 1, created_at: instantNow(context.clock) },
      ...{ purpose: one.purpose, service: one.service, tier: one.tier, minutes: one.minutes },
      ...{ visit_type: one.visit_type, initiator: one.initiator, setting: one.setting, modality: one.modality },
    })),
  );
}
