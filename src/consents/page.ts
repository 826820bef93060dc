import { randomUUID } from 'node:crypto';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { checkFieldOf, choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { dayAndTime, shortDay } from '../server/words.ts';
import { asking, findStudent } from '../students/facts.ts';
import { shortName } from '../visits/names.ts';
import type { ConsentInput } from './check.ts';
import { consentLines, rulesToday } from './service.ts';
import { asksConsent, modeOf, schoolYearEnd } from './standing.ts';
import { type ConsentState, GROUP_NAMES, GROUPS, METHODS, SIGNERS, STATES } from './words.ts';

interface HistoryRow {
  id: number;
  service_group: keyof typeof GROUPS;
  state: ConsentState;
  signed_on: string;
  starts_on: string;
  ends_on: string | null;
  signer: keyof typeof SIGNERS;
  method: keyof typeof METHODS;
  recorded_by: number;
  recorder: string | null;
  recorded_at: string;
  voided_at: string | null;
  void_reason: string | null;
}

export interface ConsentPageState {
  input?: ConsentInput;
  faults?: Fault[];
  /** The form was written down before as it was then. It is drawn as it is now, to be saved as one of its own. */
  isChanged?: boolean;
  voiding?: { consent: number; reason: string; faults: Fault[] };
  flash?: string;
}

const MODE_WORDS = {
  none: 'nobody has to be asked',
  opt_out: 'may be given unless a parent has refused',
  opt_in: 'a parent has to agree first',
};

const CHANGED: Fault = {
  fieldId: 'state',
  text: 'This form was written down before, as it was then. Your changes are not written down yet: save again to add them.',
};

/** What a family has said about the student's services, and the form to write more of it down. */
export async function consentPage(context: Context, student: number, state: ConsentPageState = {}): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const asked = { ...asking(readerOf(context), context.clock), student };
  const rows = await context.database.run<HistoryRow>('consents/history', asked);
  const rules = rulesToday(context);
  return {
    page: 'consents/page',
    title: 'Consents',
    flash: state.flash ?? null,
    ...((state.faults ?? state.voiding?.faults) ? { status: 422, reason: 'FAULTS' as const } : {}),
    ...(state.isChanged ? { status: 409, reason: 'CHANGED_MEANWHILE' as const } : {}),
    model: {
      student: { name: header.name, url: `/students/${student}` },
      lines: await consentLines(context, student),
      rules: asksConsent(rules)
        ? GROUP_NAMES.map((group) => ({ group: GROUPS[group], words: MODE_WORDS[modeOf(group, rules)] }))
        : null,
      form: formOf(context, student, state),
      history: rows.map((row) => rowOf(context, student, row, state)),
    },
  };
}

function formOf(context: Context, student: number, { input, isChanged, ...state }: ConsentPageState) {
  const faults = isChanged ? [CHANGED] : (state.faults ?? []);
  const day = today(context.clock);
  const sent: ConsentInput = input ?? { signed_on: day };
  const value = (name: string) => sent[name] ?? '';
  const choice = (name: string, label: string, list: Record<string, string>) =>
    choiceFieldOf(
      name,
      label,
      value(name),
      [
        {
          label: null,
          options: [
            { value: '', label: '– Choose –' },
            ...Object.entries(list).map(([code, words]) => ({ value: code, label: words })),
          ],
        },
      ],
      faults,
      { required: true },
    );
  const isYearly = rulesToday(context)['consent.validity'] === 'school_year';
  return {
    action: `/students/${student}/consents`,
    formKey: (!isChanged && sent.form_key) || randomUUID(),
    faults,
    state: choice('state', 'What was said', STATES),
    groups: GROUP_NAMES.map((group) =>
      checkFieldOf(`for_${group}`, GROUPS[group], value(`for_${group}`) === '1', faults),
    ),
    signer: choice('signer', 'Said by', SIGNERS),
    method: choice('method', 'How', METHODS),
    signedOn: textFieldOf('signed_on', 'Signed or said on', value('signed_on'), faults, {
      type: 'date',
      max: day,
      required: true,
    }),
    startsOn: textFieldOf('starts_on', 'Holds from', value('starts_on'), faults, {
      type: 'date',
      hint: 'empty: from that day on',
    }),
    endsOn: textFieldOf('ends_on', 'Holds until', value('ends_on'), faults, {
      type: 'date',
      hint: isYearly
        ? `empty: to the end of the school year, ${shortDay(schoolYearEnd(day), day)}`
        : 'empty: until it is taken back',
    }),
  };
}

function rowOf({ clock }: Context, student: number, row: HistoryRow, { voiding }: ConsentPageState) {
  const day = today(clock);
  const until = row.ends_on ? ` until ${shortDay(row.ends_on, day)}` : '';
  const isSent = voiding?.consent === row.id;
  const faults = isSent ? voiding.faults : [];
  return {
    id: row.id,
    what: `${GROUPS[row.service_group]}: ${STATES[row.state].toLowerCase()}`,
    days: `from ${shortDay(row.starts_on, day)}${until}`,
    how: `${SIGNERS[row.signer]}, ${METHODS[row.method].toLowerCase()}, ${shortDay(row.signed_on, day)}`,
    who: `written down by ${shortName(row.recorder)}, ${dayAndTime(row.recorded_at, clock.timeZone)}`,
    voided: row.voided_at === null ? null : `Voided: ${row.void_reason}`,
    voiding:
      row.voided_at === null
        ? {
            action: `/students/${student}/consents/${row.id}/void`,
            open: isSent,
            faults,
            reason: {
              ...textFieldOf('reason', 'Why', isSent ? voiding.reason : '', [], { maxlength: 200, required: true }),
              id: `void-reason-${row.id}`,
              error: faults[0]?.text ?? null,
            },
          }
        : null,
  };
}
