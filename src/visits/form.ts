import { randomUUID } from 'node:crypto';
import type { CodeBook } from '../codes/service.ts';
import type { CodeSetName } from '../codes/types.ts';
import type { Suggested } from '../referrals/suggested.ts';
import {
  checkFieldOf,
  choiceFieldOf,
  codeChoice,
  type Fault,
  faultText,
  numbered,
  textFieldOf,
} from '../server/form-fields.ts';
import { number } from '../server/words.ts';
import * as say from '../words/index.ts';
import { isAsked, LONGEST_NOTE, MOST_OTHERS, MOST_SERVICES, takesOwnWords, type VisitInput } from './check.ts';
import { colleagueLines } from './co-staff.ts';
import { foldedDetails } from './details.ts';
import type { DraftView } from './drafts/view.ts';
import { type Beginning, freshInput } from './fresh.ts';
import type { Colleague } from './readers/service.ts';
import { referralFields } from './referral-fields.ts';
import { lineCount, serviceLines } from './service-lines.ts';

export interface FormSettings extends Beginning {
  action: string;
  providers: readonly Suggested[];
  /** Exceptions from a parent's consent that may be chosen; none where nobody has to be asked. */
  exceptions?: { value: string; label: string }[];
  /** Those who may have been there, where the form asks for them. */
  colleagues?: readonly Colleague[];
  input: VisitInput | null;
  faults: Fault[];
  /** The draft that the form goes on with, and its timer; absent where no draft is kept. */
  kept?: Pick<DraftView, 'timer' | 'draft' | 'overlap'>;
  /** The form and its draft say different things: where the other one is opened. */
  conflict?: { openUrl: string | null } | undefined;
}

const FIELDS = say.visits.fields;
const CHIPS = [5, 10, 15, 30, 45];

/** The visit form as the page draws it: fresh with everything sensible filled in, or exactly as it was sent. */
export function visitForm(settings: FormSettings) {
  const { action, input, faults } = settings;
  const body = input === null ? freshFields(settings) : visitFields(settings, input);
  return {
    action,
    formKey: input?.form_key || randomUUID(),
    // The crisis that this visit writes down.
    crisis: input?.crisis || null,
    faults,
    body,
    timer: settings.kept?.timer ?? null,
    draft: settings.kept?.draft ?? null,
    conflict: settings.conflict ?? null,
    timeReason: timeReasonField(settings),
  };
}

// Asked when the times are not those that the timer measured; the script shows it when somebody changes them.
function timeReasonField({ input, faults, kept }: FormSettings) {
  const value = input?.time_reason ?? '';
  const field = textFieldOf('time_reason', FIELDS.timeReason, value, faults, {
    hint: FIELDS.timeReasonHint,
  });
  const isAsked = value !== '' || field.error !== null || (kept?.timer.measured ?? null) !== null;
  return { ...field, isAsked };
}

type Fields = ReturnType<typeof visitFields>;
const MOST_REMEMBERED = 200;
const freshByBook = new WeakMap<CodeBook, Map<string, Fields>>();

// A fresh form is the same for everybody at a school on a day who works in the same way: its fields are made once, and the
// page remembers what it made of them. Who is asked about and by whom stands outside of them.
function freshFields(settings: FormSettings): Fields {
  const { codes, providers, exceptions = [] } = settings;
  const fresh = freshByBook.get(codes) ?? new Map<string, Fields>();
  freshByBook.set(codes, fresh);
  const input = freshInput(settings);
  const key = JSON.stringify([input, providers, exceptions]);
  let fields = fresh.get(key);
  if (!fields) {
    fields = visitFields(settings, input);
    if (fresh.size >= MOST_REMEMBERED) fresh.clear();
    fresh.set(key, fields);
  }
  return fields;
}

function visitFields(
  { today, codes, providers, exceptions = [], colleagues = [], faults, kept }: FormSettings,
  sent: VisitInput,
) {
  const value = (name: string) => sent[name] ?? '';
  const day = value('date') || today;
  const choice = (name: string, text: string, set: CodeSetName, more: Parameters<typeof codeChoice>[6] = {}) =>
    codeChoice(name, text, set, value(name), day, faults, more, codes);
  const asked = (name: 'initiator' | 'disposition') => (isAsked(sent, name) ? { required: true, emptyLabel: '' } : {});
  return {
    isNew: true,
    // On the form of a change: the note that is kept without being shown.
    noteKept: null as { text: string; openUrl: string | null } | null,
    purpose: choice('purpose', say.forms.purpose, 'PURPOSE', { required: true, emptyLabel: '' }),
    purposeText: textFieldOf('purpose_text', FIELDS.purposeText, value('purpose_text'), faults, {
      hint: FIELDS.purposeTextHint,
    }),
    takingOwnWords: codes
      .codes('PURPOSE')
      .flatMap(({ code }) => (takesOwnWords(code, codes) ? [code] : []))
      .join(' '),
    date: textFieldOf('date', FIELDS.date, value('date'), faults, { type: 'date', max: today, required: true }),
    services: serviceLines(sent, day, faults, codes),
    canAddService: lineCount(sent) < MOST_SERVICES,
    colleagues: colleagueLines(sent, colleagues, faults),
    exception:
      exceptions.length === 0
        ? null
        : choiceFieldOf(
            'consent_exception',
            FIELDS.exception,
            value('consent_exception'),
            [{ label: null, options: [{ value: '', label: FIELDS.noException }, ...exceptions] }],
            faults,
            { hint: FIELDS.exceptionHint },
          ),
    start: textFieldOf('start', FIELDS.start, value('start'), faults, { type: 'time' }),
    end: textFieldOf('end', FIELDS.end, value('end'), faults, { type: 'time' }),
    minutes: textFieldOf('minutes', say.forms.minutes, value('minutes'), faults, {
      type: 'number',
      min: '1',
      max: '1440',
    }),
    chips: CHIPS,
    note: textFieldOf('note', say.forms.note, value('note'), faults, {
      type: 'textarea',
      hint: FIELDS.noteHint(number(LONGEST_NOTE)),
    }),
    restricted: checkFieldOf(
      'restricted',
      FIELDS.restricted,
      value('restricted') === '1',
      faults,
      FIELDS.restrictedHint,
    ),
    restrictedWhy: textFieldOf('restricted_why', FIELDS.restrictedWhy, value('restricted_why'), faults, {
      hint: FIELDS.restrictedWhyHint,
    }),
    nameReaders: checkFieldOf('name_readers', FIELDS.nameReaders, value('name_readers') === '1', faults),
    others: Array.from({ length: MOST_OTHERS }, (_, at) =>
      choice(`other_${at + 1}`, numbered(FIELDS.others, at + 1), 'PURPOSE', { emptyLabel: '' }),
    ),
    visitType: choice('visit_type', FIELDS.visitType, 'VISIT_TYPE'),
    initiator: choice('initiator', FIELDS.initiator, 'INITIATOR', asked('initiator')),
    setting: choice('setting', FIELDS.setting, 'SETTING'),
    modality: choice('modality', FIELDS.modality, 'MODALITY'),
    disposition: choice('disposition', FIELDS.disposition, 'DISPOSITION', asked('disposition')),
    followUp: textFieldOf('follow_up', FIELDS.followUp, value('follow_up'), faults, { type: 'date', min: today }),
    details: foldedDetails(sent, faults, codes),
    referral: referralFields({ sent, day, codes, providers, faults }),
    confirm: confirmField('confirm_long', FIELDS.confirmLong, sent, faults),
    confirmOverlap: confirmField('confirm_overlap', FIELDS.confirmOverlap, sent, faults, kept?.overlap),
  };
}

// There once it was asked for; what was answered stays answered, whatever else is to be mended.
function confirmField(name: string, text: string, sent: VisitInput, faults: Fault[], question: string | null = null) {
  const isSaid = sent[name] === '1' && faultText(faults, name) === null;
  const isAsked = faultText(faults, name) !== null || question !== null;
  return isAsked || isSaid ? checkFieldOf(name, text, isSaid, faults, question) : null;
}
