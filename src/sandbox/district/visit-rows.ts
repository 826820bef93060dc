import { defaultTier, isSensitive } from '../../codes/service.ts';
import { dateText, instantText } from './dates.ts';
import type { VisitDraft } from './drafts.ts';
import { type HistoryContext, schoolNumber, schoolYearOf, studentCopy } from './history-context.ts';
import { Random, STREAM } from './random.ts';
import { addReferral } from './referral-rows.ts';
import { into } from './rows.ts';

/** Adds the rows of a visit, and of the referrals that were opened at it. */
export function addVisit(draft: VisitDraft, context: HistoryContext): void {
  const { last, out } = context;
  const id = ++last.visit;
  const date = dateText(draft.day);
  out.push(into('u_ssp_visit', visitRow(id, date, draft, context)));
  for (const student of draft.students) {
    const copy = studentCopy(context, student, draft.day);
    out.push(into('u_ssp_visit_student', { id: ++last.student, visit_id: id, visit_date: date, ...copy }));
  }
  draft.others.forEach((purpose, i) => {
    out.push(into('u_ssp_visit_purpose', { id: ++last.purpose, visit_id: id, line_no: i + 1, purpose }));
  });
  draft.services.forEach((service, i) => {
    const tier = defaultTier(service);
    out.push(into('u_ssp_visit_service', { id: ++last.service, visit_id: id, line_no: i + 1, service, tier }));
  });
  for (const referral of draft.referrals) addReferral(referral, id, context);
}

function visitRow(id: number, date: string, draft: VisitDraft, context: HistoryContext) {
  const chance = new Random(context.plan.seed, STREAM.written, id);
  return {
    id,
    form_key: `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`,
    visit_date: date,
    visit_month: date.slice(0, 7),
    school_year: schoolYearOf(context, draft.day),
    school_id: schoolNumber(context, draft.school),
    start_min: draft.start,
    end_min: draft.start + draft.minutes,
    minutes: draft.minutes,
    purpose: draft.purpose,
    purpose_text: draft.purposeText,
    sensitive: isSensitive(draft.purpose) ? 1 : 0,
    visit_type: draft.visitType,
    initiator: draft.initiator,
    setting: draft.setting,
    modality: draft.modality,
    disposition: draft.disposition,
    follow_up: draft.followUp === null ? null : dateText(draft.followUp),
    author: draft.author.dcid,
    author_title: draft.author.role,
    created_at: writtenAt(draft, context, chance),
    group_kind: draft.students.length > 1 ? 'SMALL_GROUP' : null,
    revision: 1,
  };
}

// Most write at once, some when school is out, a few on the next school day.
function writtenAt({ day, start, minutes, referrals }: VisitDraft, { days }: HistoryContext, chance: Random): string {
  const second = chance.int(0, 59);
  const when = chance.next();
  if (when < 0.65 || referrals.length > 0) return instantText(day, start + minutes + chance.int(0, 8), second);
  const nextDay = days.onOrAfter(day + 1);
  if (when < 0.93 || nextDay >= days.today) return instantText(day, start + minutes + chance.int(9, 180), second);
  return instantText(nextDay, chance.int(450, 560), second);
}
