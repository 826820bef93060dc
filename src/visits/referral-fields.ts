import { type CodeBook, label } from '../codes/service.ts';
import type { CodeSetName } from '../codes/types.ts';
import type { Suggested } from '../referrals/suggested.ts';
import { checkFieldOf, choiceFieldOf, codeChoice, type Fault, faultText, textFieldOf } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import type { VisitInput } from './check.ts';

const REFERRAL = say.visits.referral;

interface ReferralFieldsOf {
  sent: VisitInput;
  day: string;
  codes: CodeBook;
  providers: readonly Suggested[];
  faults: Fault[];
}

/** The part of a visit form that refers the student to somebody. */
export function referralFields({ sent, day, codes, providers, faults }: ReferralFieldsOf) {
  const value = (name: string) => sent[name] ?? '';
  const choice = (name: string, text: string, set: CodeSetName, emptyLabel: string) =>
    codeChoice(name, text, set, value(name), day, faults, { emptyLabel }, codes);
  const suggestions = (kind: string) => providers.filter((p) => p.kind === kind).map((p) => p.provider);
  return {
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
      suggestions: suggestions('SCHOOL'),
    }),
    agency: textFieldOf('referral_agency', REFERRAL.agency, value('referral_agency'), faults, {
      suggestions: suggestions('COMMUNITY'),
    }),
    need: choice('need', REFERRAL.need, 'REF_NEED', ''),
    urgency: codeChoice('urgency', REFERRAL.urgency, 'URGENCY', value('urgency') || 'ROUTINE', day, faults),
    location: choice('location', REFERRAL.location, 'REF_LOCATION', REFERRAL.notKnownYet),
  };
}
