import { aboutEach } from '../../access/each-student.ts';
import { consentStates } from '../../consents/service.ts';
import { today } from '../../server/clock.ts';
import { type Context, codesOf, readerOf } from '../../server/context.ts';
import { type Fault, faultText, textFieldOf } from '../../server/form-fields.ts';
import { Refusal } from '../../server/guard.ts';
import type { Answer } from '../../server/route.ts';
import { duration, gradeName, listed, weekdayAndDay } from '../../server/words.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { mayChange } from '../changes/may-change.ts';
import type { StaffLine } from '../changes/staff.ts';
import { readState } from '../changes/state.ts';
import { shortName } from '../names.ts';
import { openNote } from '../sealing.ts';

interface Member {
  student: number;
  name: string;
  grade_level: number;
  school_name: string;
  is_restricted: boolean | null;
  key_id: string | null;
  sealed: string | null;
}

export interface Shown {
  /** The page was asked for, and nothing else: each student whom it names has a row of the audit. */
  isOpening?: true;
  flash?: string | null;
  voiding?: { reason: string; faults: Fault[] };
}

/** A group visit as its author sees it: the one page on which its students stand together. Nobody else finds it. */
export async function groupVisitPage(context: Context, visit: number, shown: Shown = {}): Promise<Answer> {
  const asked = { ...asking(readerOf(context), context.clock), visit };
  const members = await context.database.run<Member>('visits/group-members', asked);
  const [first] = members;
  const state = first && (await readState(context.database, asked, visit, first.student, context.config.noteKeys));
  const isGroup = state && (state.row.group_kind !== null || state.row.students > 1);
  if (!isGroup) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', context.subject?.student ?? null);
  const { row, content } = state;
  const codes = await codesOf(context);
  const day = today(context.clock);
  const isVoid = row.voided_at !== null;
  if (shown.isOpening)
    await context.database.transaction(async (tx) => {
      const students = members.map(({ student }) => student);
      await context.auditWithin(tx, await aboutEach(tx, context, 'visit.change', `visit:${visit}`, students));
    });
  const consents = await consentStates(
    context,
    members.map(({ student }) => student),
  );
  const faults = shown.voiding?.faults ?? [];
  const reasonName = `void_reason_${visit}`;
  return {
    page: 'visits/groups/visit',
    title: say.groups.title,
    flash: shown.flash ?? null,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      when: weekdayAndDay(row.visit_date, day),
      isVoid,
      facts: [
        {
          label: say.forms.purpose,
          text: [content.purpose, ...content.others].map((code) => codes.label('PURPOSE', code)).join('; '),
        },
        {
          label: say.groups.visit.services,
          text: content.services.map(({ service }) => codes.label('SERVICE', service)).join('; '),
        },
        { label: say.groups.visit.time, text: duration(content.minutes) },
        ...(row.group_kind ? [{ label: say.groups.kind, text: codes.label('GROUPING', row.group_kind) }] : []),
        ...staffFact(content.coStaff),
      ],
      students: members.map((member) => ({
        href: `/students/${member.student}`,
        name: member.name,
        line: `${gradeName(member.grade_level)} · ${member.school_name}`,
        consent: consents.get(member.student) ?? null,
        note: noteOf(context, visit, member),
        restrictedUrl: member.is_restricted ? `/visits/${visit}/students/${member.student}/note` : null,
        readersUrl: member.is_restricted ? `/visits/${visit}/students/${member.student}/readers` : null,
      })),
      // Somebody who has left the author's schools is still in it, without a name.
      hidden: row.students > members.length ? say.groups.visit.haveLeft(row.students - members.length) : null,
      changeUrl: !isVoid && mayChange(row, readerOf(context)) ? `/visits/${visit}/change` : null,
      voiding: isVoid
        ? null
        : {
            action: `/visits/${visit}/void`,
            open: faults.length > 0,
            faults,
            reason: {
              ...textFieldOf(reasonName, say.forms.reason, shown.voiding?.reason ?? '', [], {
                required: true,
                error: faultText(faults, reasonName),
              }),
              name: 'reason',
            },
          },
    },
  };
}

function noteOf({ config }: Context, visit: number, { student, key_id, sealed }: Member): string | null {
  if (key_id === null || sealed === null) return null;
  return openNote({ key_id, sealed }, { visit, student }, config.noteKeys) ?? say.groups.visit.noteNotOpened;
}

function staffFact(staff: readonly StaffLine[] = []) {
  if (staff.length === 0) return [];
  return [
    {
      label: say.groups.visit.with,
      text: listed(staff.map((one) => `${shortName(one.name)} (${duration(one.minutes)})`)),
    },
  ];
}

/** Was the visit written down with several students? Asked where a page has to be shown again. */
export async function isGroupVisit(context: Context, visit: number): Promise<boolean> {
  const asked = { ...asking(readerOf(context), context.clock), visit };
  const [row] = await context.database.run<{ group_kind: string | null }>('visits/to-void', asked);
  return row?.group_kind != null;
}
