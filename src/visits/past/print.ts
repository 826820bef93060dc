import { instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { AppError } from '../../server/errors.ts';
import type { Answer } from '../../server/route.ts';
import { dayAndTime, number, numericDay } from '../../server/words.ts';
import { findStudent } from '../../students/facts.ts';
import { headerModel } from '../../students/page.ts';
import * as say from '../../words/index.ts';
import { readHistory } from '../history.ts';
import { readLocalCodes } from '../local-codes.ts';
import { shortName } from '../names.ts';
import { type PastInput, pastForm } from './filter.ts';
import { pastPage } from './page.ts';
import { pastReferrals } from './referrals.ts';

// More visits than these are no paper that anybody reads.
const MOST_PRINTED = 300;

/**
 * The history as filtered, for paper: visits that count, in a line each. Notes are on it only when asked for; a restricted
 * one never is, nor what a visit was before a change.
 */
export async function printPage(
  context: Context,
  student: number,
  input: PastInput,
  withNotes: boolean,
): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const full = context.roles.includes('support_staff');
  const { faults, filter } = await pastForm(context, student, input);
  if (faults.length > 0) return pastPage(context, student, input);
  const locals = await readLocalCodes(context, student);
  const { lines, providersOf } = await pastReferrals(context, student, filter, locals);
  const more = { filter: filter.visits, size: MOST_PRINTED, withChanges: false };
  const history =
    filter.kind === 'REFERRALS'
      ? { visits: [], rows: [], older: undefined }
      : await readHistory(context, student, undefined, providersOf, locals, undefined, more);
  const notes = full && withNotes;
  const rows = history.rows.flatMap((row, at) => {
    const visit = history.visits[at];
    if (!visit || row.voided) return [];
    return [
      {
        day: numericDay(row.isoDate),
        purpose: row.purpose,
        services: row.services,
        extra: row.extra,
        // "You" says nothing to whoever holds the paper.
        who: `${shortName(visit.author_name)}, ${visit.author_title}`,
        times: row.times,
        minutes: row.minutes,
        note: notes ? row.note : null,
        restricted: notes && row.restricted ? say.visits.note.notPrinted : null,
        isImported: row.isImported,
      },
    ];
  });
  return {
    page: 'visits/history-print',
    title: say.visits.past.print.title,
    audited: { subject: notes ? 'history with notes' : 'history' },
    model: {
      student: headerModel(header),
      backUrl: `/students/${student}/history`,
      district: context.config.district.name,
      by: context.session?.name ?? '',
      when: `${dayAndTime(instantNow(context.clock), context.clock.timeZone)}`,
      filter: filter.words.length > 0 ? filter.words.join(', ') : null,
      visits: rows,
      showsVisits: filter.kind !== 'REFERRALS',
      showsReferrals: filter.kind !== 'VISITS',
      referrals: lines.map((line) => ({ ...line, when: numericDay(line.day) })),
      more: history.older ? say.visits.past.print.onlyNewest(number(MOST_PRINTED)) : null,
      limited: full ? null : say.visits.past.print.limited,
    },
  };
}
