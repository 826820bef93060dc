import { randomUUID } from 'node:crypto';
import { type CodeBook, label } from '../codes/service.ts';
import type { CodeSetName } from '../codes/types.ts';
import { checkFieldOf, choiceFieldOf, codeChoice, type Fault, faultText, textFieldOf } from '../server/form-fields.ts';
import { number } from '../server/words.ts';
import * as say from '../words/index.ts';
import { DETAIL_DEFAULTS, LONGEST_NOTE, LONGEST_WHY, MOST_OTHERS, MOST_SERVICES, type VisitInput } from './check.ts';
import { colleagueLines } from './co-staff.ts';
import type { DraftView } from './drafts/view.ts';
import type { LastUsed } from './last-used.ts';
import type { Colleague } from './readers/service.ts';

export interface FormSettings {
  action: string;
  today: string;
  codes: CodeBook;
  /** What the person's role does most; null when there is no usual service. */
  usualService: string | null;
  /** How the person's last visit was; absent or null before the first one. */
  lastUsed?: LastUsed | null;
  providers: { kind: string; provider: string }[];
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
const REFERRAL = say.visits.referral;
const CHIPS = [5, 10, 15, 30, 45];
const USUAL_SERVICE: Record<string, string> = {
  'School counselor': 'IND_COUNS',
  'School social worker': 'IND_COUNS',
  'School psychologist': 'ASSESS',
  'School nurse': 'NURSE_CARE',
};

/** The service that a role gives most, by the SIS's name of the role. */
export function usualServiceOf(title: string): string | null {
  return USUAL_SERVICE[title] ?? null;
}

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
    maxlength: 200,
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
  const suggestions = (kind: string) => providers.filter((p) => p.kind === kind).map((p) => p.provider);
  return {
    isNew: true,
    purpose: choice('purpose', say.forms.purpose, 'PURPOSE', { required: true, emptyLabel: '' }),
    purposeText: textFieldOf('purpose_text', FIELDS.purposeText, value('purpose_text'), faults, {
      maxlength: 80,
      hint: FIELDS.purposeTextHint,
    }),
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
      maxlength: LONGEST_WHY,
      hint: FIELDS.restrictedWhyHint,
    }),
    nameReaders: checkFieldOf('name_readers', FIELDS.nameReaders, value('name_readers') === '1', faults),
    others: Array.from({ length: MOST_OTHERS }, (_, at) =>
      choice(`other_${at + 1}`, numbered(FIELDS.others, at + 1), 'PURPOSE', { emptyLabel: '' }),
    ),
    visitType: choice('visit_type', FIELDS.visitType, 'VISIT_TYPE'),
    initiator: choice('initiator', FIELDS.initiator, 'INITIATOR'),
    setting: choice('setting', FIELDS.setting, 'SETTING'),
    modality: choice('modality', FIELDS.modality, 'MODALITY'),
    disposition: choice('disposition', FIELDS.disposition, 'DISPOSITION'),
    followUp: textFieldOf('follow_up', FIELDS.followUp, value('follow_up'), faults, { type: 'date', min: today }),
    details: { open: detailsOpen(sent, faults), summary: detailsSummary(sent, codes) },
    referral: {
      open: ['referral_kind', 'referral_school', 'referral_agency', 'need', 'location'].some(
        (name) => value(name) !== '' || faultText(faults, name) !== null,
      ),
      // Asked when the need is open already; saving once more says yes.
      confirm:
        faultText(faults, 'confirm_open') || value('confirm_open') === '1'
          ? checkFieldOf('confirm_open', say.referrals.new.confirm, true, faults)
          : null,
      // Whoever chooses another need after the question has not been asked about that one.
      confirmedNeed: faultText(faults, 'confirm_open') ? value('need') : value('confirm_need'),
      kind: choiceFieldOf(
        'referral_kind',
        REFERRAL.kind,
        value('referral_kind'),
        [
          {
            label: null,
            options: [
              { value: '', label: REFERRAL.none },
              { value: 'SCHOOL', label: label('REF_TYPE', 'SCHOOL') },
              { value: 'COMMUNITY', label: label('REF_TYPE', 'COMMUNITY') },
            ],
          },
        ],
        faults,
      ),
      school: textFieldOf('referral_school', REFERRAL.school, value('referral_school'), faults, {
        maxlength: 100,
        suggestions: suggestions('SCHOOL'),
      }),
      agency: textFieldOf('referral_agency', REFERRAL.agency, value('referral_agency'), faults, {
        maxlength: 100,
        suggestions: suggestions('COMMUNITY'),
      }),
      need: choice('need', REFERRAL.need, 'REF_NEED', { emptyLabel: '' }),
      urgency: codeChoice('urgency', REFERRAL.urgency, 'URGENCY', value('urgency') || 'ROUTINE', day, faults),
      location: choice('location', REFERRAL.location, 'REF_LOCATION', { emptyLabel: REFERRAL.notKnownYet }),
    },
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

/**
 * What a form begins with: today, the service of the last visit or else of the role, and how the last visit took place. The
 * minutes are not in it: the full form asks for them, by a timer, by start and end, or by a press.
 */
export function freshInput({
  today,
  usualService,
  lastUsed,
  codes,
}: Pick<FormSettings, 'today' | 'usualService' | 'lastUsed' | 'codes'>): VisitInput {
  const service = lastUsed?.service ?? usualService;
  const tier = lastUsed?.service ? lastUsed.tier : service && codes.defaultTier(service);
  const { visit_type, initiator, setting, modality } = lastUsed ?? DETAIL_DEFAULTS;
  return {
    date: today,
    service_1: service ?? '',
    tier_1: service ? String(tier ?? 0) : '',
    ...DETAIL_DEFAULTS,
    ...{ visit_type, initiator, setting, modality },
  };
}

/** What "Add a service" asks for without script: the same form with one line more. */
export function withOneMoreService(input: VisitInput): VisitInput {
  let n = 1;
  while (input[`service_${n}`] !== undefined) n++;
  return { ...input, [`service_${n}`]: '', [`tier_${n}`]: '' };
}

function lineCount(sent: VisitInput): number {
  let count = 1;
  for (let n = 2; n <= MOST_SERVICES; n++) if (sent[`service_${n}`] !== undefined) count = n;
  return count;
}

function serviceLines(sent: VisitInput, day: string, faults: Fault[], codes: CodeBook) {
  return Array.from({ length: lineCount(sent) }, (_, at) => {
    const n = at + 1;
    const tierOptions = [{ value: '0', label: '—' }, ...['1', '2', '3'].map((tier) => ({ value: tier, label: tier }))];
    return {
      n,
      service: codeChoice(
        `service_${n}`,
        numbered(FIELDS.service, n),
        'SERVICE',
        sent[`service_${n}`] ?? '',
        day,
        faults,
        { emptyLabel: '', required: n === 1, data: (code) => String(codes.defaultTier(code) ?? 0) },
        codes,
      ),
      tier: choiceFieldOf(
        `tier_${n}`,
        numbered(FIELDS.tier, n),
        sent[`tier_${n}`] || '0',
        [{ label: null, options: tierOptions }],
        faults,
      ),
    };
  });
}

function numbered(text: string, n: number): string {
  return n === 1 ? text : `${text} ${n}`;
}

const DETAIL_FIELDS = [
  'other_1',
  'other_2',
  'other_3',
  'other_4',
  'visit_type',
  'initiator',
  'setting',
  'modality',
  'disposition',
  'follow_up',
  'purpose_text',
];

function detailsOpen(sent: VisitInput, faults: Fault[]): boolean {
  return sent.purpose === 'OTH' || DETAIL_FIELDS.some((name) => faultText(faults, name) !== null);
}

// What is folded away is said in the fold, so that nobody has to open it to be sure.
function detailsSummary(sent: VisitInput, codes: CodeBook): string {
  const value = (name: keyof typeof DETAIL_DEFAULTS) => sent[name] || DETAIL_DEFAULTS[name];
  const words = [
    codes.label('VISIT_TYPE', value('visit_type')),
    FIELDS.startedBy(lower(codes.find('INITIATOR', value('initiator'))?.label ?? '')),
    lower(codes.label('SETTING', value('setting'))),
    lower(codes.label('MODALITY', value('modality'))),
    lower(codes.label('DISPOSITION', value('disposition'))),
  ];
  return words.join(' · ');
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
