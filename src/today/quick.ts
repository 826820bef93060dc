import { consentLines } from '../consents/service.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import type { Fault } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { findStudent } from '../students/facts.ts';
import { exceptionChoices, headerModel, needBanner } from '../students/page.ts';
import type { VisitInput } from '../visits/check.ts';
import { visitForm } from '../visits/form.ts';
import { freshInput, usualServiceOf } from '../visits/fresh.ts';
import { readLastUsed } from '../visits/last-used.ts';
import { saveVisit, titleAt } from '../visits/service.ts';
import * as say from '../words/index.ts';
import { favouriteInput, keepFavourite, readFavourites } from './favourites.ts';
import { favouriteButtons } from './favourites-view.ts';
import { nextAfter, type Place, pageOf, placeOf, quickDraftUrl, quickUrl } from './place.ts';
import { keptQuick, quickDraftModel } from './quick-draft.ts';

// A quick visit: everything is filled in but what it was about. The same fields and the same way of saving as on the
// student's page, only fewer of them in sight.

/** Of a person who has not written down a visit yet. */
const FIRST_MINUTES = '15';
const CHIPS = ['5', '10', '15', '30', '45'];

/** What the form sends besides the fields of a visit. */
export interface QuickInput extends VisitInput {
  list?: string;
  at?: string;
  /** Told from the whole form by this: its draft goes on in the quick one. */
  quick?: string;
  /** `next` when "Save and next" was pressed. */
  go?: string;
  /** Whose button was pressed, without script. */
  favourite?: string;
}

export interface QuickState {
  place?: Place | undefined;
  sent?: { input: VisitInput; faults: Fault[] };
  /** Key of the draft to go on with, or `new` for none; else the latest one that was begun here. */
  draft?: string;
  conflict?: { openUrl: string | null };
  flash?: string;
  status?: number;
}

export async function quickPage(context: Context, student: number, state: QuickState = {}): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const codes = await codesOf(context);
  const lastUsed = await readLastUsed(context, codes);
  const usualService = usualServiceOf(titleAt(context, header.school_id));
  const day = today(context.clock);
  const fresh = {
    ...freshInput({ today: day, usualService, lastUsed, codes }),
    minutes: lastUsed ? String(lastUsed.minutes) : FIRST_MINUTES,
  };
  const kept = await keptQuick(context, student, state);
  const input: VisitInput = state.sent?.input ?? (kept ? { ...kept.content?.input, form_key: kept.formKey } : fresh);
  const place = state.place ?? placeOf(kept?.content?.input ?? {});
  const form = visitForm({
    ...{ action: `/students/${student}/quick`, today: day, codes, usualService, lastUsed, providers: [] },
    exceptions: exceptionChoices(context),
    input,
    faults: state.sent?.faults ?? [],
  });
  const status = state.status ?? 200;
  return {
    page: 'today/quick',
    title: say.today.quick.title,
    status,
    flash: state.flash ?? null,
    ...(status >= 400 ? { reason: status === 409 ? ('CHANGED_MEANWHILE' as const) : ('FAULTS' as const) } : {}),
    model: {
      student: headerModel(header),
      need: await needBanner(context, student),
      signals: await consentLines(context, student),
      form: { ...form, ...quickDraftModel(context, student, { ...state, place }, kept) },
      draftUrl: quickDraftUrl(student, form.formKey, place),
      fillUrl: `/students/${student}/quick/fill`,
      keepUrl: `/students/${student}/quick/favourite`,
      favourites: await favouriteButtons(context, codes),
      chips: CHIPS,
      note: { open: Boolean(input.note) || isNoteOpen(state) },
      place: place ?? null,
      pageUrl: `/students/${student}`,
      todayUrl: todayUrl(place),
    },
  };
}

const NOTE_FIELDS = ['note', 'restricted', 'restricted-why'];

function isNoteOpen({ sent }: QuickState): boolean {
  return (sent?.faults ?? []).some(({ fieldId }) => NOTE_FIELDS.includes(fieldId));
}

function todayUrl(place: Place | undefined, done?: string): string {
  const page = pageOf(place);
  const asked = [...(done ? [`done=${done}`] : []), ...(page > 1 ? [`page=${page}`] : [])];
  return asked.length > 0 ? `/?${asked.join('&')}` : '/';
}

// The buttons' own fields are not the visit's: the same visit sent by another button is the same.
function visitOf({ list, at, go, favourite, quick, script, ...visit }: QuickInput): VisitInput {
  return visit;
}

/** Saves the visit, and goes where the pressed button says. */
export async function saveQuick(context: Context, student: number, sent: QuickInput): Promise<Answer> {
  const place = placeOf(sent);
  const input = visitOf(sent);
  const result = await saveVisit(context, student, input);
  if ('faults' in result) {
    // A key that was used up stands for what was saved with it; what is in the form now gets a new one.
    const again = {
      ...input,
      ...(result.newKey ? { form_key: undefined } : {}),
      ...(result.newer ? { draft_revision: String(result.newer.revision) } : {}),
    };
    return quickPage(context, student, {
      place,
      sent: { input: again, faults: result.faults },
      ...(result.newer ? { conflict: { openUrl: quickDraftUrl(student, input.form_key as string, place) } } : {}),
      status: result.saved || result.newer ? 409 : 422,
    });
  }
  return {
    redirect: await afterSaving(context, student, sent.go, place),
    ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

async function afterSaving(
  context: Context,
  student: number,
  go: string | undefined,
  place: Place | undefined,
): Promise<string> {
  if (go !== 'next' || !place) return todayUrl(place, 'saved');
  const next = await nextAfter(context, student, place);
  return next ? `${quickUrl(next.student, next.place)}&done=saved` : todayUrl(undefined, `end-${place.list}`);
}

/** Without script: the same form with what a favourite says, nothing checked, nothing saved. */
export async function fillQuick(context: Context, student: number, sent: QuickInput): Promise<Answer> {
  const input = visitOf(sent);
  const favourite = (await readFavourites(context)).find((one) => one.id === Number(sent.favourite));
  const flash = favourite ? say.today.quick.filledIn : say.today.quick.favouriteGone;
  return quickPage(context, student, {
    place: placeOf(sent),
    sent: { input: { ...input, ...(favourite ? favouriteInput(favourite) : {}) }, faults: [] },
    flash,
  });
}

/** Keeps what the form says as a favourite; the form itself stays as it is. */
export async function keepQuick(context: Context, student: number, sent: QuickInput): Promise<Answer> {
  const input = visitOf(sent);
  const faults = await keepFavourite(context, input);
  const state = { place: placeOf(sent), sent: { input, faults } };
  if (faults.length > 0) return quickPage(context, student, { ...state, status: 422 });
  return quickPage(context, student, { ...state, flash: say.today.quick.kept });
}
