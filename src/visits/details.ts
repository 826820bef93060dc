import type { CodeBook } from '../codes/service.ts';
import { type Fault, faultText } from '../server/form-fields.ts';
import { lowerFirst } from '../server/words.ts';
import * as say from '../words/index.ts';
import { detailOf, takesOwnWords, type VisitInput } from './check.ts';

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

function detailsOpen(sent: VisitInput, faults: Fault[], codes: CodeBook): boolean {
  const { purpose = '', purpose_text = '' } = sent;
  // What has to be filled in is never folded away.
  const waits = detailOf(sent, 'initiator') === '' || detailOf(sent, 'disposition') === '';
  const hasOwnWords = takesOwnWords(purpose, codes) || purpose_text !== '';
  return waits || hasOwnWords || DETAIL_FIELDS.some((name) => faultText(faults, name) !== null);
}

// What is folded away is said in the fold, so that nobody has to open it to be sure.
function detailsSummary(sent: VisitInput, codes: CodeBook): string {
  const initiator = codes.find('INITIATOR', detailOf(sent, 'initiator'))?.label ?? '';
  const words = [
    codes.label('VISIT_TYPE', detailOf(sent, 'visit_type')),
    initiator && FIELDS.startedBy(lowerFirst(initiator)),
    lowerFirst(codes.label('SETTING', detailOf(sent, 'setting'))),
    lowerFirst(codes.label('MODALITY', detailOf(sent, 'modality'))),
    lowerFirst(codes.find('DISPOSITION', detailOf(sent, 'disposition'))?.label ?? ''),
  ];
  return words.filter((one) => one !== '').join(' · ');
}
