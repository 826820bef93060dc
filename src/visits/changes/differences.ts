import type { CodeBook } from '../../codes/service.ts';
import type { CodeSetName } from '../../codes/types.ts';
import { exceptionLabel } from '../../consents/service.ts';
import { clockTime, duration, weekdayAndDay } from '../../server/words.ts';
import * as say from '../../words/index.ts';
import type { Content } from './content.ts';
import { isSameStaff, staffWords } from './staff.ts';

/** One field that differs, in the words of the form. `null`: there is a text, and it is not shown here. */
export interface Difference {
  field: keyof Content;
  label: string;
  before: string | null;
  after: string | null;
}

type Words = (content: Content, codes: CodeBook, today: string) => string;

const LABELS = say.visits.fields;
const NONE = '–';
const code =
  (set: CodeSetName, name: keyof Content): Words =>
  (content, codes) =>
    codes.label(set, content[name] as string);
const plain =
  (name: keyof Content): Words =>
  (content) =>
    (content[name] as string | null) ?? NONE;
const time =
  (name: 'startMin' | 'endMin'): Words =>
  (content) => {
    const minutes = content[name];
    return minutes === null ? NONE : clockTime(minutes);
  };
const day =
  (name: 'date' | 'followUp'): Words =>
  (content, _codes, today) => {
    const value = content[name];
    return value === null ? NONE : weekdayAndDay(value, today);
  };

const FIELDS: { field: keyof Content; label: string; words: Words }[] = [
  { field: 'date', label: LABELS.date, words: day('date') },
  { field: 'startMin', label: LABELS.start, words: time('startMin') },
  { field: 'endMin', label: LABELS.end, words: time('endMin') },
  { field: 'minutes', label: say.forms.minutes, words: (content) => duration(content.minutes) },
  { field: 'purpose', label: say.forms.purpose, words: code('PURPOSE', 'purpose') },
  { field: 'purposeText', label: LABELS.purposeText, words: plain('purposeText') },
  {
    field: 'others',
    label: LABELS.others,
    words: ({ others }, codes) => others.map((one) => codes.label('PURPOSE', one)).join('; ') || NONE,
  },
  {
    field: 'services',
    label: say.visits.differences.services,
    words: ({ services }, codes) =>
      services
        .map(({ service, tier }) =>
          tier === null
            ? codes.label('SERVICE', service)
            : say.visits.row.withTier(codes.label('SERVICE', service), tier),
        )
        .join('; '),
  },
  { field: 'coStaff', label: say.visits.differences.colleagues, words: ({ coStaff }) => staffWords(coStaff ?? []) },
  { field: 'visitType', label: LABELS.visitType, words: code('VISIT_TYPE', 'visitType') },
  { field: 'initiator', label: LABELS.initiator, words: code('INITIATOR', 'initiator') },
  { field: 'setting', label: LABELS.setting, words: code('SETTING', 'setting') },
  { field: 'modality', label: LABELS.modality, words: code('MODALITY', 'modality') },
  { field: 'disposition', label: LABELS.disposition, words: code('DISPOSITION', 'disposition') },
  { field: 'followUp', label: LABELS.followUp, words: day('followUp') },
  {
    field: 'exception',
    label: LABELS.exception,
    words: ({ exception }) => (exception ? exceptionLabel(exception) : NONE),
  },
  {
    field: 'restricted',
    label: LABELS.restricted,
    words: ({ restricted }) => say.visits.differences.yesNo(restricted),
  },
  { field: 'restrictedWhy', label: LABELS.restrictedWhy, words: plain('restrictedWhy') },
  { field: 'note', label: say.forms.note, words: plain('note') },
];

/**
 * What differs between two contents of a visit, field by field, in the order of the form. The texts of a note are left
 * out when one of the two is restricted, or when `hideNotes` says that they are not to be shown here.
 */
export function differencesOf(
  before: Content,
  after: Content,
  codes: CodeBook,
  today: string,
  hideNotes = false,
): Difference[] {
  const isHidden = hideNotes || before.restricted || after.restricted;
  const isOther = ({ field }: { field: keyof Content }) =>
    field === 'coStaff' ? !isSameStaff(before.coStaff, after.coStaff) : !isSame(before[field], after[field]);
  return FIELDS.filter(isOther).map(({ field, label, words }) => {
    const hidden = field === 'note' && isHidden;
    return {
      field,
      label,
      before: hidden ? null : words(before, codes, today),
      after: hidden ? null : words(after, codes, today),
    };
  });
}

// A browser sends a new line in its own way: that is no change of a text.
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return oneLineEnd(one) === oneLineEnd(other);
  return JSON.stringify(one) === JSON.stringify(other);
}

const oneLineEnd = (text: string) => text.replace(/\r\n?/g, '\n');
