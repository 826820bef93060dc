import { randomUUID } from 'node:crypto';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { checkFieldOf, choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { dayAndTime, lastDay, shortDay } from '../server/words.ts';
import type { ServiceGroup } from '../settings/profile/profile.ts';
import { asking, findStudent } from '../students/facts.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';
import type { ConsentInput } from './check.ts';
import { consentLines, rulesToday } from './service.ts';
import { asksConsent, modeOf, schoolYearEnd } from './standing.ts';
import { type ConsentState, GROUP_NAMES, GROUPS, METHODS, type Method, SIGNERS, type Signer, STATES } from './words.ts';

interface HistoryRow {
  id: number;
  service_group: ServiceGroup;
  state: ConsentState;
  signed_on: string;
  starts_on: string;
  ends_on: string | null;
  signer: Signer;
  method: Method;
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

const CHANGED: Fault = { fieldId: 'state', text: say.consents.form.changed };

/** What a family has said about the student's services, and the form to write more of it down. */
export async function consentPage(context: Context, student: number, state: ConsentPageState = {}): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const asked = { ...asking(readerOf(context), context.clock), student };
  const rows = await context.database.run<HistoryRow>('consents/history', asked);
  const rules = rulesToday(context);
  return {
    page: 'consents/page',
    title: say.consents.title,
    flash: state.flash ?? null,
    ...((state.faults ?? state.voiding?.faults) ? { status: 422, reason: 'FAULTS' as const } : {}),
    ...(state.isChanged ? { status: 409, reason: 'CHANGED_MEANWHILE' as const } : {}),
    model: {
      student: { name: header.name, url: `/students/${student}` },
      lines: await consentLines(context, student),
      rules: asksConsent(rules)
        ? GROUP_NAMES.map((group) => ({ group: GROUPS[group], words: say.consents.modes[modeOf(group, rules)] }))
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
            { value: '', label: say.consents.form.choose },
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
    state: choice('state', say.consents.form.state, STATES),
    groups: GROUP_NAMES.map((group) =>
      checkFieldOf(`for_${group}`, GROUPS[group], value(`for_${group}`) === '1', faults),
    ),
    signer: choice('signer', say.consents.form.signer, SIGNERS),
    method: choice('method', say.consents.form.method, METHODS),
    signedOn: textFieldOf('signed_on', say.consents.form.signedOn, value('signed_on'), faults, {
      type: 'date',
      max: day,
      required: true,
    }),
    startsOn: textFieldOf('starts_on', say.consents.form.startsOn, value('starts_on'), faults, {
      type: 'date',
      hint: say.consents.form.startsHint,
    }),
    endsOn: textFieldOf('ends_on', say.consents.form.endsOn, value('ends_on'), faults, {
      type: 'date',
      hint: isYearly
        ? say.consents.form.endsWithYearHint(shortDay(schoolYearEnd(day), day))
        : say.consents.form.endsHint,
    }),
  };
}

function rowOf({ clock }: Context, student: number, row: HistoryRow, { voiding }: ConsentPageState) {
  const day = today(clock);
  const from = shortDay(row.starts_on, day);
  const isSent = voiding?.consent === row.id;
  const faults = isSent ? voiding.faults : [];
  return {
    id: row.id,
    what: say.consents.history.what(GROUPS[row.service_group], STATES[row.state]),
    days: row.ends_on
      ? say.consents.history.fromUntil(from, lastDay(row.ends_on, row.starts_on, day))
      : say.consents.history.from(from),
    how: say.consents.history.how(SIGNERS[row.signer], METHODS[row.method], shortDay(row.signed_on, day)),
    who: say.consents.history.writtenDownBy(shortName(row.recorder), dayAndTime(row.recorded_at, clock.timeZone)),
    voided: row.voided_at === null ? null : say.consents.history.voided(row.void_reason ?? ''),
    voiding:
      row.voided_at === null
        ? {
            action: `/students/${student}/consents/${row.id}/void`,
            open: isSent,
            faults,
            reason: {
              ...textFieldOf('reason', say.forms.why, isSent ? voiding.reason : '', [], {
                required: true,
              }),
              id: `void-reason-${row.id}`,
              error: faults[0]?.text ?? null,
            },
          }
        : null,
  };
}
