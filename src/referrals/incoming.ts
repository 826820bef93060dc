import { label } from '../codes/service.ts';
import { consentStates } from '../consents/service.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import type { Answer } from '../server/route.ts';
import { gradeName, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { type ActionName, may, STATUS_WORDS } from './actions.ts';
import type { Status } from './pathway.ts';
import { cutWords, ownSchools, schoolChoice, schoolLinks, TOO_MANY_SCHOOLS } from './schools.ts';
import { peopleAt } from './service.ts';
import { stepForm } from './step-form.ts';
import { who } from './words.ts';

const WORDS = say.incoming;

// The school-based side: what came in, for a provider and for whoever coordinates several schools.

interface Row {
  target_id: number;
  referral_id: number;
  student: number;
  name: string;
  grade_level: number;
  school_id: number;
  school_name: string;
  provider: string;
  need: string;
  urgency: string;
  opened_on: string;
  status: Status;
  author: number;
  author_name: string | null;
  assignee: number | null;
  assignee_name: string | null;
  assignee_is_here: boolean;
  owner: number | null;
  owner_name: string | null;
  owner_is_here: boolean;
  in_all: number;
}

const IN_THE_ROW: readonly ActionName[] = ['assign', 'schedule', 'decline'];

/** What came in at the reader's schools: what was given to one, what nobody has, what waits for its first date. */
export async function incomingPage(
  context: Context,
  { school, flash }: { school?: number; flash?: string | null },
): Promise<Answer> {
  const day = today(context.clock);
  const asked = {
    ...asking(readerOf(context), context.clock),
    school: school ?? 0,
  };
  const schools = await ownSchools(context, ['support_staff']);
  const isChosen = school !== undefined || schools.length < TOO_MANY_SCHOOLS;
  const rows = isChosen ? await context.database.run<Row>('referrals/incoming', asked) : [];
  const people = new Map<number, { person: number; name: string }[]>();
  for (const { school_id } of rows)
    if (!people.has(school_id)) people.set(school_id, await peopleAt(context, school_id));
  const consents = await consentStates(
    context,
    rows.map(({ student }) => student),
  );
  const codes = await codesOf(context);
  const reader = readerOf(context);
  const isNew = ({ status }: Row) => !['ACCEPTED', 'WAITLISTED'].includes(status);
  const had = rows.filter((row) => row.assignee_is_here);
  const model = (row: Row) => ({
    id: `came-${row.target_id}`,
    href: `/referrals/${row.referral_id}`,
    name: row.name,
    consent: consents.get(row.student) ?? null,
    what: codes.label('REF_NEED', row.need),
    urgency: row.urgency === 'ROUTINE' ? null : label('URGENCY', row.urgency),
    line: [
      WORDS.for(row.provider),
      gradeName(row.grade_level),
      ...(schools.length > 1 ? [row.school_name] : []),
      WORDS.from(who(context, row.author, row.author_name), shortDay(row.opened_on, day)),
      ...(row.assignee !== null && row.assignee_is_here
        ? [say.referrals.page.with(who(context, row.assignee, row.assignee_name))]
        : []),
      STATUS_WORDS[row.status].toLowerCase(),
    ].join(' · '),
    left: leftWords(context, row),
    action: `/referrals/targets/${row.target_id}/steps`,
    formKey: crypto.randomUUID(),
    take: takeStep(row, reader),
    forms: IN_THE_ROW.filter((step) => may(step, 'staff', row.status, 'SCHOOL')).map((step) =>
      stepForm(step, {
        ...{ target: row.target_id, day, openedOn: row.opened_on, people: people.get(row.school_id) ?? [] },
        ...{ open: false, back: 'incoming', sent: undefined },
      }),
    ),
  });
  const groups = [
    { id: 'given', heading: WORDS.given, rows: had.filter((row) => isNew(row) && row.assignee === reader) },
    { id: 'new', heading: WORDS.new, rows: rows.filter((row) => row.assignee === null) },
    {
      id: 'left',
      heading: WORDS.left,
      rows: rows.filter((row) => row.assignee !== null && !row.assignee_is_here),
    },
    { id: 'others', heading: WORDS.others, rows: had.filter((row) => isNew(row) && row.assignee !== reader) },
    { id: 'taken', heading: WORDS.taken, rows: had.filter((row) => !isNew(row)) },
  ];
  return {
    page: 'referrals/incoming',
    title: WORDS.title,
    flash: flash ?? null,
    model: {
      schools: schoolLinks('/referrals', schools, school),
      choice: schoolChoice(schools, school),
      isChosen,
      cut: cutWords(rows),
      groups: groups
        .filter((group) => group.rows.length > 0)
        .map((group) => ({ ...group, rows: group.rows.map(model) })),
    },
  };
}

// Taking is saying yes; where that was said before, by somebody who has left, it goes over to whoever takes it.
function takeStep(
  { status, assignee, assignee_is_here }: Row,
  reader: number,
): { step: ActionName; person: number | null } | null {
  if (assignee_is_here && assignee !== reader) return null;
  if (may('accept', 'staff', status, 'SCHOOL')) return { step: 'accept', person: null };
  return assignee_is_here ? null : { step: 'assign', person: reader };
}

// Who had it, or followed it, and does not work at the student's school: left, or the student moved.
function leftWords(context: Context, row: Row): string[] {
  const { assignee, owner } = row;
  return [
    ...(assignee === null || row.assignee_is_here ? [] : [WORDS.hadIt(who(context, assignee, row.assignee_name))]),
    ...(owner === null || owner === assignee || row.owner_is_here
      ? []
      : [WORDS.followedIt(who(context, owner, row.owner_name))]),
  ];
}

/** How many came in that nobody has taken, or that were given to the reader. A number, and nothing about anybody. */
export async function cameIn(context: Context): Promise<number> {
  const asked = asking(readerOf(context), context.clock);
  const [row] = await context.database.run<{ waiting: number; given: number }>('referrals/new-count', asked);
  return (row?.waiting ?? 0) + (row?.given ?? 0);
}
