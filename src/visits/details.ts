import type { CodeBook } from '../codes/service.ts';
import { type Fault, faultText } from '../server/form-fields.ts';
import { lowerFirst } from '../server/words.ts';
import * as say from '../words/index.ts';
import { DETAIL_DEFAULTS, takesOwnWords, type VisitInput } from './check.ts';

// The part of a form that is folded away.

const FIELDS = say.visits.fields;

/** Whether it is open, and what it says while it is not. */
export const foldedDetails = (sent: VisitInput, faults: Fault[], codes: CodeBook) => ({
  open: detailsOpen(sent, faults, codes),
  summary: detailsSummary(sent, codes),
});

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

function detailsOpen({ purpose = '', purpose_text = '' }: VisitInput, faults: Fault[], codes: CodeBook): boolean {
  const hasOwnWords = takesOwnWords(purpose, codes) || purpose_text !== '';
  return hasOwnWords || DETAIL_FIELDS.some((name) => faultText(faults, name) !== null);
}

// What is folded away is said in the fold, so that nobody has to open it to be sure.
function detailsSummary(sent: VisitInput, codes: CodeBook): string {
  const value = (name: keyof typeof DETAIL_DEFAULTS) => sent[name] || DETAIL_DEFAULTS[name];
  const words = [
    codes.label('VISIT_TYPE', value('visit_type')),
    FIELDS.startedBy(lowerFirst(codes.find('INITIATOR', value('initiator'))?.label ?? '')),
    lowerFirst(codes.label('SETTING', value('setting'))),
    lowerFirst(codes.label('MODALITY', value('modality'))),
    lowerFirst(codes.label('DISPOSITION', value('disposition'))),
  ];
  return words.join(' · ');
}
