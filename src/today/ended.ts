import type { Context } from '../server/context.ts';
import { type CheckField, checkFieldOf, type Fault, type TextField, textFieldOf } from '../server/form-fields.ts';
import { aboutOf } from '../visits/drafts/about.ts';
import { ownDrafts } from '../visits/drafts/own.ts';
import { closeDraft } from '../visits/drafts/service.ts';
import * as say from '../words/index.ts';
import { aboutStudent } from './about-student.ts';

// A timer that was forgotten: when the visit ended is said on Today, and that saves it.

/** What is sent for one visit; the boxes are there once they were asked for. */
export interface EndInput {
  form_key: string;
  ended_at?: string;
  confirm_long?: string;
  confirm_overlap?: string;
}

/** What was sent, and what has to be mended in it. */
export interface SentEnd {
  input: EndInput;
  faults: Fault[];
}

export interface EndedForm {
  field: TextField;
  confirms: CheckField[];
  faults: Fault[];
}

const CONFIRMS = { confirm_long: say.visits.fields.confirmLong, confirm_overlap: say.visits.fields.confirmOverlap };

/** The field in the row of a visit, empty or as it was sent. */
export function endedForm(formKey: string, sent: SentEnd | undefined): EndedForm {
  const own = sent?.input.form_key === formKey ? sent : undefined;
  const idOf = (name: string) => `${name.replaceAll('_', '-')}-${formKey}`;
  // Whatever else lacks is said at the field that was typed into.
  const faults = (own?.faults ?? []).map(({ fieldId, text }) => ({
    fieldId: `${fieldId.startsWith('confirm-') ? fieldId : 'ended-at'}-${formKey}`,
    text,
  }));
  const errorAt = (name: string) => faults.find(({ fieldId }) => fieldId === idOf(name))?.text ?? null;
  const named = <Field extends { id: string; error: string | null }>(field: Field, name: string): Field => ({
    ...field,
    ...{ id: idOf(name), error: errorAt(name) },
  });
  const asked = (Object.keys(CONFIRMS) as (keyof typeof CONFIRMS)[]).filter(
    (name) => own?.input[name] === '1' || errorAt(name) !== null,
  );
  return {
    field: named(
      textFieldOf('ended_at', say.today.open.endedAt, own?.input.ended_at ?? '', [], { type: 'time' }),
      'ended_at',
    ),
    confirms: asked.map((name) => named(checkFieldOf(name, CONFIRMS[name], own?.input[name] === '1', []), name)),
    faults,
  };
}

/** Saves the visit as it is, with this end; `gone`: there is no such draft of the person's own. */
export async function endVisit(context: Context, input: EndInput): Promise<'saved' | 'gone' | Fault[]> {
  const endsAt = (input.ended_at ?? '').trim();
  if (endsAt === '') return [{ fieldId: 'ended-at', text: say.today.open.endedAtMissing }];
  const [draft] = await ownDrafts(context, input.form_key);
  const about = draft && aboutOf(draft);
  if (!about) return 'gone';
  const allowed = about.student === null ? context : await aboutStudent(context, 'visit.add', about.student);
  if (!allowed) return 'gone';
  const { confirm_long, confirm_overlap } = input;
  const closed = await closeDraft(allowed, input.form_key, { endsAt, confirm_long, confirm_overlap });
  if ('faults' in closed) return closed.faults;
  return 'closed' in closed ? 'saved' : 'gone';
}
