import { type HistoryLine, withReferrals } from '../../referrals/in-history.ts';
import { today } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { AppError } from '../../server/errors.ts';
import { checkFieldOf, type Fault, textFieldOf } from '../../server/form-fields.ts';
import type { Answer } from '../../server/route.ts';
import { isRealDate, number, weekdayAndDay } from '../../server/words.ts';
import { asking, findStudent } from '../../students/facts.ts';
import { headerModel, needBanner, studentPage } from '../../students/page.ts';
import * as say from '../../words/index.ts';
import { type Place, readHistory } from '../history.ts';
import { readLocalCodes } from '../local-codes.ts';
import type { VisitRow, Voiding } from '../row.ts';
import { type PastFilter, type PastInput, pastForm } from './filter.ts';
import { findInNotes } from './find.ts';
import { pastReferrals } from './referrals.ts';
import { LONGEST_SEARCH, searchWords } from './search.ts';

const WORDS = say.visits.past;

const PAGE = 50;

/** What was sent with the filter: words to look for in notes, and from where on. */
export interface PastAsked {
  q?: string;
  before?: string;
  /** A visit of this page that was to be voided, and could not be. */
  voiding?: Voiding;
  flash?: string;
}

interface Listed {
  history: HistoryLine<VisitRow>[];
  older: Place | undefined;
  /** `50 of 213 visits` */
  count: string;
}

/** The history of a student, filtered; with words to look for, only the visits whose notes have them. */
export async function pastPage(
  context: Context,
  student: number,
  input: PastInput,
  { q = '', before, voiding, flash }: PastAsked = {},
): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const full = context.roles.includes('support_staff');
  const form = await pastForm(context, student, input);
  const words = searchWords(q.slice(0, LONGEST_SEARCH));
  const faults = [...form.faults, ...searchFaults(q)];
  const isRefused = faults.length > 0 || voiding !== undefined;
  const url = `/students/${student}/history`;
  const listed =
    faults.length > 0 ? NOTHING : await list(context, student, form.filter, words, placeOf(before), voiding);
  // A few words too many come back to be shortened, a pasted document does not.
  const typed = q.length > 10 * LONGEST_SEARCH ? '' : q;
  const isSearch = full && words.length > 0 && faults.length === 0;
  const hidden = [...form.hidden, ...(isSearch ? [{ name: 'q', value: q }] : [])];
  return {
    page: 'visits/history',
    title: WORDS.title,
    status: isRefused ? 422 : 200,
    ...(isRefused ? { reason: 'FAULTS' as const } : {}),
    flash: isSearch ? listed.count : (flash ?? null),
    model: {
      student: { ...headerModel(header), url: `/students/${student}` },
      need: await needBanner(context, student),
      faults,
      form: { ...form.fields, action: isSearch ? `${url}/search` : url, q: isSearch ? q : null },
      search: full
        ? {
            action: `${url}/search`,
            field: textFieldOf('q', WORDS.search, typed, faults),
            hidden: form.hidden,
            all: isSearch ? url : null,
          }
        : null,
      print: {
        action: `${url}/print`,
        hidden: form.hidden,
        notes: full ? checkFieldOf('notes', WORDS.withNotes, false, []) : null,
      },
      count: listed.count,
      history: listed.history,
      heading: form.filter.kind === '' && !isSearch ? WORDS.filter.both : WORDS.filter.kinds.VISITS,
      showsVisits: form.filter.kind !== 'REFERRALS' && faults.length === 0,
      none: isSearch ? WORDS.noNote : WORDS.none,
      referrals: isSearch || faults.length > 0 ? null : listed.referrals,
      older: listed.older
        ? {
            action: isSearch ? `${url}/search` : url,
            hidden: [...hidden, { name: 'before', value: `${listed.older.before_date}.${listed.older.before_id}` }],
          }
        : null,
    },
  };
}

/** Where it was to be voided, with what does not hold: on the student's page, or on the whole history from there on. */
export function notVoided(context: Context, student: number, voiding: Voiding, before: string | undefined) {
  return before
    ? pastPage(context, student, {}, { before, voiding })
    : studentPage(context, student, { voiding, status: 422 });
}

const NOTHING: Listed & { referrals: null } = {
  history: [],
  older: undefined,
  count: '',
  referrals: null,
};

async function list(
  context: Context,
  student: number,
  filter: PastFilter,
  words: readonly string[],
  place: Place | undefined,
  voiding: Voiding | undefined,
) {
  const day = today(context.clock);
  const locals = await readLocalCodes(context, student);
  const { lines, events, providersOf } = await pastReferrals(context, student, filter, locals);
  const referrals =
    filter.kind === 'VISITS' ? null : lines.map((line) => ({ ...line, when: weekdayAndDay(line.day, day) }));
  if (words.length > 0) {
    const found = await findInNotes(context, student, words, filter, place, locals, providersOf);
    const history = backHere(found.rows).map((visit) => ({ visit, referral: null }));
    return { history, older: found.older, count: foundWords(found), referrals };
  }
  if (filter.kind === 'REFERRALS') return { ...NOTHING, referrals };
  const more = { filter: filter.visits, size: PAGE };
  const history = await readHistory(context, student, place, providersOf, locals, voiding, more);
  const asked = { ...asking(readerOf(context), context.clock), student, ...filter.visits };
  const [counted] = await context.database.run<{ visits: number }>('visits/history-count', asked);
  const all = counted?.visits ?? 0;
  const isPart = place !== undefined || history.older !== undefined;
  const count = isPart
    ? WORDS[place ? 'someOlder' : 'some'](number(history.rows.length), number(all))
    : WORDS.visits(all, number(all));
  // On the day on which a page ends, visits go on on the next one: what happened to referrals stands there.
  const span = { from: history.older?.before_date, to: place?.before_date };
  const merged = withReferrals(context, backHere(history.rows), events, span);
  return { history: merged, older: history.older, count, referrals };
}

// Where voiding is refused, this page comes back, from the visit on.
const backHere = (rows: VisitRow[]): VisitRow[] =>
  rows.map((row) =>
    row.voiding ? { ...row, voiding: { ...row.voiding, history: `${row.isoDate}.${row.id + 1}` } } : row,
  );

function foundWords({
  rows,
  searched,
  older,
}: {
  rows: unknown[];
  searched: number;
  older: Place | undefined;
}): string {
  const visits = WORDS.visits(rows.length, number(rows.length));
  return older ? WORDS.foundSoFar(visits, number(searched)) : WORDS.found(visits);
}

function searchFaults(q: string): Fault[] {
  return q.length > LONGEST_SEARCH ? [{ fieldId: 'q', text: WORDS.tooLong(LONGEST_SEARCH) }] : [];
}

function placeOf(text: string | undefined): Place | undefined {
  const [before_date, id] = (text ?? '').split('.');
  if (!before_date || !isRealDate(before_date) || !/^\d{1,9}$/.test(id ?? '')) return undefined;
  return { before_date, before_id: Number(id) };
}
