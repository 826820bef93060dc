import type { CodeBook } from '../../codes/service.ts';
import type { CodeSetName } from '../../codes/types.ts';
import { exceptionLabel } from '../../consents/service.ts';
import { clockTime, duration, weekdayAndDay } from '../../server/words.ts';
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
  { field: 'date', label: 'Date', words: day('date') },
  { field: 'startMin', label: 'Start', words: time('startMin') },
  { field: 'endMin', label: 'End', words: time('endMin') },
  { field: 'minutes', label: 'Minutes', words: (content) => duration(content.minutes) },
  { field: 'purpose', label: 'Purpose', words: code('PURPOSE', 'purpose') },
  { field: 'purposeText', label: 'In your words', words: plain('purposeText') },
  {
    field: 'others',
    label: 'Other purposes',
    words: ({ others }, codes) => others.map((one) => codes.label('PURPOSE', one)).join('; ') || NONE,
  },
  {
    field: 'services',
    label: 'Services',
    words: ({ services }, codes) =>
      services
        .map(({ service, tier }) => `${codes.label('SERVICE', service)}${tier === null ? '' : `, tier ${tier}`}`)
        .join('; '),
  },
  { field: 'coStaff', label: 'Colleagues', words: ({ coStaff }) => staffWords(coStaff ?? []) },
  { field: 'visitType', label: 'Visit type', words: code('VISIT_TYPE', 'visitType') },
  { field: 'initiator', label: 'Started by', words: code('INITIATOR', 'initiator') },
  { field: 'setting', label: 'Setting', words: code('SETTING', 'setting') },
  { field: 'modality', label: 'Modality', words: code('MODALITY', 'modality') },
  { field: 'disposition', label: 'Disposition', words: code('DISPOSITION', 'disposition') },
  { field: 'followUp', label: 'Follow-up date', words: day('followUp') },
  {
    field: 'exception',
    label: 'Exception',
    words: ({ exception }) => (exception ? exceptionLabel(exception) : NONE),
  },
  { field: 'restricted', label: 'Restricted note', words: ({ restricted }) => (restricted ? 'yes' : 'no') },
  { field: 'restrictedWhy', label: 'Why restricted', words: plain('restrictedWhy') },
  { field: 'note', label: 'Note', words: plain('note') },
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
