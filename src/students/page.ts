import { NEEDS, openNeeds } from '../access/break-glass.ts';
import type { Reason } from '../access/reasons.ts';
import { consentLines, exceptionLabel, exceptionsToday } from '../consents/service.ts';
import { crisisButton } from '../crisis/button.ts';
import { type Card, readReferrals } from '../referrals/cards.ts';
import { goneOutcome } from '../referrals/gone.ts';
import { withReferrals } from '../referrals/in-history.ts';
import { isRunning, isServed, needWords } from '../referrals/needs.ts';
import type { SentOutcome } from '../referrals/outcome-form.ts';
import { suggestedProviders } from '../referrals/suggested.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import type { Fault } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { gradeName, listed, shortDay, timeOfDay, weekdayAndDay } from '../server/words.ts';
import { interestOf } from '../settings/profile/interest.ts';
import type { VisitInput } from '../visits/check.ts';
import { colleaguesFor } from '../visits/co-staff.ts';
import { ofStudent } from '../visits/drafts/about.ts';
import { draftView } from '../visits/drafts/view.ts';
import { visitForm } from '../visits/form.ts';
import { usualServiceOf } from '../visits/fresh.ts';
import { type History, readHistory } from '../visits/history.ts';
import { readLastUsed } from '../visits/last-used.ts';
import { readLocalCodes } from '../visits/local-codes.ts';
import { shortName } from '../visits/names.ts';
import type { RawVisit, Voiding } from '../visits/row.ts';
import { titleAt } from '../visits/service.ts';
import * as say from '../words/index.ts';
import { findStudent, type StudentHeader } from './facts.ts';

/** What the page shows besides the student as she is: a form that came back, a message. */
export interface PageState {
  sentVisit?: { input: VisitInput; faults: Fault[] };
  /** Key of the draft to show, or `new` for none; else the latest one about the student. */
  draft?: string;
  conflict?: { openUrl: string | null };
  voiding?: Voiding;
  sentOutcome?: SentOutcome;
  flash?: string;
  reason?: Reason;
  status?: number;
}

/** The Student Support Page of one student, for whoever the guard let through. */
export async function studentPage(context: Context, student: number, state: PageState = {}): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const day = today(context.clock);
  const full = context.roles.includes('support_staff');
  const locals = await readLocalCodes(context, student);
  const { targets, cards, milestones } = await readReferrals(context, student, locals, state.sentOutcome);
  const providersOf = new Map<number, string[]>();
  for (const target of targets) {
    if (full && target.visit_id !== null)
      providersOf.set(target.visit_id, [...(providersOf.get(target.visit_id) ?? []), target.provider]);
  }
  const history = await readHistory(context, student, undefined, providersOf, locals, state.voiding);
  const form = full ? await formFor(context, header, state) : null;
  const served = targets.filter(isServed).map((t) => t.provider);
  return {
    page: 'students/page',
    title: say.students.title,
    status: state.status ?? 200,
    flash: state.flash ?? null,
    ...(state.reason ? { reason: state.reason } : {}),
    ...(state.status && state.status >= 400
      ? { reason: state.status === 409 ? ('CHANGED_MEANWHILE' as const) : ('FAULTS' as const) }
      : {}),
    model: {
      student: headerModel(header),
      need: await needBanner(context, student),
      gone: goneOutcome(state.sentOutcome, cards, day),
      signals: [
        ...signals(context, header, history, served, day),
        ...(full ? await consentLines(context, student) : []),
      ],
      crisis: full ? await crisisButton(context, student) : null,
      consentsUrl: full ? `/students/${student}/consents` : null,
      form,
      limited: full ? null : say.students.limited,
      referrals: cards satisfies Card[],
      familyUrl: full ? `/students/${student}/family` : null,
      runningNeeds: full ? listed(targets.filter(isRunning).map((one) => needWords(one, day))) : '',
      newReferralUrl: full ? `/students/${student}/referrals/new` : null,
      history: withReferrals(
        context,
        history.rows,
        { targets, milestones },
        { from: history.older?.before_date, to: undefined },
      ),
      historyLink: full ? say.students.history.filterAndSearch : say.students.history.filter,
      interest: interestOf(context.config.profile),
      // A place in the history is a day on which the student was seen: no address says that.
      olderUrl: history.older ? `/students/${student}/history` : null,
    },
  };
}

// For whom the student is not of the own schools: until when she is open, and the way to close her.
export async function needBanner(context: Context, student: number) {
  if (!context.subject?.byBreakGlass) return null;
  const [need] = await openNeeds(context, student);
  return need
    ? { id: need.id, until: timeOfDay(need.until, context.clock.timeZone), reason: NEEDS[need.reason] }
    : null;
}

async function formFor(context: Context, header: StudentHeader, state: PageState) {
  const codes = await codesOf(context);
  const { input, ...kept } = await draftView(context, ofStudent(header.dcid), state.sentVisit?.input, state.draft);
  return visitForm({
    action: `/students/${header.dcid}/visits`,
    today: today(context.clock),
    codes,
    usualService: usualServiceOf(titleAt(context, header.school_id)),
    lastUsed: await readLastUsed(context, codes),
    providers: await suggestedProviders(context),
    exceptions: exceptionChoices(context),
    colleagues: await colleaguesFor(context, header.school_id, input),
    input,
    kept,
    conflict: state.conflict,
    faults: state.sentVisit?.faults ?? [],
  });
}

/** Why a visit may be saved although a parent has refused, or was not asked yet; none where nobody has to be asked. */
export function exceptionChoices(context: Context): { value: string; label: string }[] {
  return exceptionsToday(context).map((value) => ({ value, label: exceptionLabel(value) }));
}

/** The student in one line. */
export function headerModel(header: StudentHeader) {
  return {
    dcid: header.dcid,
    name: header.name,
    grade: gradeName(header.grade_level),
    school: header.school_name,
    // As the SIS writes it.
    number: String(header.student_number),
  };
}

interface Signal {
  tone: 'plain' | 'good' | 'waits' | 'late';
  text: string;
}

// As `today/due` says it: a group is no answer to what was planned for one student, and what was planned in a group is
// answered by the next one of whoever has it now.
function isDoneBy(visit: RawVisit, planned: RawVisit): boolean {
  if (visit.visit_type === 'NOSHOW' || visit.visit_date < (planned.follow_up ?? '')) return false;
  return visit.group_kind === null || (planned.group_kind !== null && visit.author === planned.follow_owner);
}

// What matters now, in a few quiet words; what does not hold is not said.
function signals(context: Context, header: StudentHeader, history: History, served: string[], day: string): Signal[] {
  const said: Signal[] = [];
  if (header.enroll_status !== 0)
    said.push({
      tone: 'late',
      text: header.exit_date
        ? say.students.signals.leftOn(shortDay(header.exit_date, day))
        : say.students.signals.notEnrolled,
    });
  const valid = history.visits.filter((visit) => visit.voided_at === null);
  const last = valid.find((visit) => visit.visit_type !== 'NOSHOW');
  if (last) {
    const who = last.author === readerOf(context) ? say.students.signals.byYou : shortName(last.author_name);
    said.push({ tone: 'plain', text: say.students.signals.lastSeen(weekdayAndDay(last.visit_date, day), who) });
  } else if (history.older === undefined) {
    said.push({ tone: 'plain', text: say.students.signals.notSeenYet });
  }
  const planned = valid.find((visit) => visit.follow_up !== null);
  if (
    context.roles.includes('support_staff') &&
    planned?.follow_up &&
    !valid.some((visit) => isDoneBy(visit, planned))
  ) {
    const due = planned.follow_up <= day;
    said.push({
      tone: due ? 'waits' : 'plain',
      text:
        planned.follow_up === day
          ? say.students.signals.followUpToday
          : due
            ? say.students.signals.followUpWasDue(shortDay(planned.follow_up, day))
            : say.students.signals.followUpOn(shortDay(planned.follow_up, day)),
    });
  }
  const shown = context.roles.includes('support_staff') ? served : [];
  for (const provider of shown) said.push({ tone: 'good', text: say.students.signals.servedBy(provider) });
  return said;
}
