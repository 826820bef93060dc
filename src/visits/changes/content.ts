import type { CheckedVisit, VisitInput } from '../check.ts';
import { type StaffLine, staffInput } from './staff.ts';

/** What a visit says, as the form has it: the chosen codes, a district's own among them. */
export interface Content extends Omit<CheckedVisit, 'referral'> {
  /** Why it may stand although a parent has refused, or was not asked yet. */
  exception: string | null;
  /** Who else was there; absent in a state that was kept without it. */
  coStaff?: StaffLine[];
}

/** The content of a form that holds, without its referral: that one has a life of its own. */
export function contentOf(checked: CheckedVisit, exception: string | null): Content {
  const { referral: _ownLife, ...content } = checked;
  return { ...content, exception };
}

/** The same as the fields of the form. The text of a note only when it may be shown. */
export function inputOf(content: Content, isNoteShown: boolean): VisitInput {
  const input: VisitInput = {
    date: content.date,
    start: timeText(content.startMin),
    end: timeText(content.endMin),
    minutes: String(content.minutes),
    purpose: content.purpose,
    purpose_text: content.purposeText ?? '',
    visit_type: content.visitType,
    initiator: content.initiator,
    setting: content.setting,
    modality: content.modality,
    disposition: content.disposition,
    follow_up: content.followUp ?? '',
    consent_exception: content.exception ?? '',
    note: isNoteShown ? (content.note ?? '') : '',
    restricted: content.restricted ? '1' : '',
    restricted_why: content.restrictedWhy ?? '',
    ...staffInput(content.coStaff ?? [], content.minutes),
  };
  content.others.forEach((other, at) => {
    input[`other_${at + 1}`] = other;
  });
  content.services.forEach(({ service, tier }, at) => {
    input[`service_${at + 1}`] = service;
    input[`tier_${at + 1}`] = String(tier ?? 0);
  });
  return input;
}

/** The times that a form was drawn with, as one hidden field. */
export function timesOf({ startMin, endMin, minutes }: Content): string {
  return `${timeText(startMin)} ${timeText(endMin)} ${minutes}`;
}

/**
 * What was typed, with the times that nobody touched giving way: whoever changes the end alone means another length, and
 * whoever changes the length alone means another end. `drawn`: the times that the form showed at first.
 */
export function untouchedGivesWay(input: VisitInput, drawn: string): VisitInput {
  const { start = '', end = '', minutes = '' } = input;
  if (start === '' || end === '' || minutes === '') return input;
  const [drawnStart, drawnEnd, drawnMinutes] = drawn.split(' ');
  const isSameTimes = start.slice(0, 5) === drawnStart && end.slice(0, 5) === drawnEnd;
  const isSameLength = minutes === drawnMinutes;
  if (isSameLength && !isSameTimes) return { ...input, minutes: '' };
  if (!isSameLength && isSameTimes) return { ...input, end: '' };
  return input;
}

function timeText(minutes: number | null): string {
  if (minutes === null) return '';
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
