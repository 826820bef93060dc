import { isTaken, type UniqueKey } from '../database/faults.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { schoolYear } from '../students/facts.ts';
import { cleaned } from '../visits/check.ts';
import { FORM_KEY, titleAt } from '../visits/service.ts';
import * as say from '../words/index.ts';
import { checkTime, type TimeInput } from './check.ts';

const FORM: UniqueKey = { index: 'u_ssp_time_form', columns: ['u_ssp_time.author', 'u_ssp_time.form_key'] };
const LONGEST_REASON = 200;

/** The schools where the person is support staff: time counts for one of them. */
export const ownSchools = ({ scope }: Context): number[] => [
  ...new Set(scope.filter((row) => row.role === 'support_staff').map((row) => row.school)),
];

/** Writes down time in which no student was seen. A form that comes twice is written once. */
export async function writeTime(
  context: Context,
  input: TimeInput,
): Promise<{ again: boolean } | { faults: Fault[]; newKey?: true }> {
  const { clock } = context;
  const checked = checkTime(input, ownSchools(context), clock);
  if ('faults' in checked) return checked;
  const form_key = input.form_key ?? '';
  if (!FORM_KEY.test(form_key)) return { faults: [{ fieldId: 'kind', text: say.time.faults.notWhole }] };
  const { date, kind, startMin, endMin, minutes, people, school } = checked.time;
  try {
    await context.database.transaction(async (tx) => {
      const [row] = (await tx
        .knex('u_ssp_time')
        .insert({
          ...{ form_key, on_date: date, school_year: schoolYear(date), school_id: school, kind },
          ...{ start_min: startMin, end_min: endMin, minutes, people },
          ...{ author: readerOf(context), author_title: titleAt(context, school), created_at: instantNow(clock) },
        })
        .returning('id')) as { id: number }[];
      await context.auditWithin(tx, `time:${row?.id}`);
    });
    return { again: false };
  } catch (thrown) {
    if (!isTaken(thrown, FORM)) throw thrown;
    const [row] = await context.database
      .knex('u_ssp_time')
      .where({ author: readerOf(context), form_key })
      .select('on_date', 'kind', 'start_min', 'end_min', 'minutes', 'people', 'school_id');
    const sent = { on_date: date, kind, start_min: startMin, end_min: endMin, minutes, people, school_id: school };
    if (Object.entries(sent).every(([name, value]) => row?.[name] === value)) return { again: true };
    return { faults: [{ fieldId: 'kind', text: say.forms.savedOtherwise }], newKey: true };
  }
}

/** Voids an entry of one's own; undefined when there is none of this number. */
export async function voidTime(
  context: Context,
  entry: number,
  reason: string,
): Promise<{ again: boolean } | { faults: Fault[] } | undefined> {
  const why = cleaned(reason);
  const fieldId = `void-reason-${entry}`;
  if (why === '') return { faults: [{ fieldId, text: say.time.faults.noReason }] };
  if (why.length > LONGEST_REASON)
    return { faults: [{ fieldId, text: say.time.faults.reasonTooLong(LONGEST_REASON) }] };
  return context.database.transaction(async (tx) => {
    const reader = readerOf(context);
    const now = instantNow(context.clock);
    await tx.lock('u_ssp_time', entry);
    const [row] = await tx.run<{ voided_at: string | null }>('time/to-void', { reader, now, entry });
    if (!row) return undefined;
    if (row.voided_at !== null) return { again: true };
    await tx.knex('u_ssp_time').where({ id: entry }).update({ voided_at: now, voided_by: reader, void_reason: why });
    await context.auditWithin(tx, `time:${entry}`);
    return { again: false };
  });
}
