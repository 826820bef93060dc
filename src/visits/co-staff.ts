import type { Reader } from '../database/connect.ts';
import type { Context } from '../server/context.ts';
import { choiceFieldOf, type Fault, fieldId, numbered, textFieldOf } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import { cleaned, type VisitInput } from './check.ts';
import { Mend } from './mend.ts';
import { type Colleague, colleaguesAt } from './readers/service.ts';
import type { CoStaff } from './store.ts';

const WORDS = say.visits.colleagues;

// Who else was there. The visit is one visit, whoever was there; each person has minutes of her own, which count as her time.

export const MOST_COLLEAGUES = 4;

const PLACES = Array.from({ length: MOST_COLLEAGUES }, (_, at) => at + 1);

/** The colleagues that a form names, each once, with the visit's minutes where none were typed; and what has to be mended. */
export function checkCoStaff(
  input: VisitInput,
  minutes: number,
  author: number,
): { coStaff: CoStaff[]; faults: Fault[] } {
  const coStaff: CoStaff[] = [];
  const faults: Fault[] = [];
  const fault = (name: string, text: string) => faults.push({ fieldId: fieldId(name), text });
  for (const n of PLACES) {
    const person = cleaned(input[`co_${n}`]);
    const typed = cleaned(input[`co_minutes_${n}`]);
    if (person === '' && typed === '') continue;
    const own = typed === '' ? minutes : Number(typed);
    if (!/^\d{1,9}$/.test(person)) fault(`co_${n}`, WORDS.nobody);
    else if (Number(person) === author) fault(`co_${n}`, WORDS.isAuthor);
    else if (coStaff.some((one) => one.person === Number(person))) fault(`co_${n}`, WORDS.same);
    if (typed !== '' && !/^\d{1,5}$/.test(typed)) fault(`co_minutes_${n}`, say.visits.times.notWhole);
    else if (own < 1 || own > minutes) fault(`co_minutes_${n}`, WORDS.minutesWithin(minutes));
    coStaff.push({ person: Number(person), minutes: own });
  }
  return { coStaff, faults };
}

/** Throws `Mend` unless all of them work at the school that the visit counts for, or stood there before. */
export async function holdCoStaff(
  source: Reader,
  context: Context,
  school: number,
  coStaff: readonly CoStaff[],
  isPresent: (one: CoStaff) => boolean = () => false,
): Promise<void> {
  if (coStaff.every(isPresent)) return;
  const colleagues = await colleaguesAt(context, school, source);
  const at = coStaff.findIndex((each) => !isPresent(each) && !colleagues.some((one) => one.person === each.person));
  if (at >= 0) throw new Mend(`co-${at + 1}`, WORDS.notHere);
}

/** Does the form name colleagues, or has room for one? Only then they are looked up: most visits have none. */
export const namesColleagues = (input: VisitInput | null): boolean =>
  input !== null && PLACES.some((n) => input[`co_${n}`] !== undefined);

/** What "Add a colleague" asks for: the same form with one line more. */
export function withOneMoreColleague(input: VisitInput): VisitInput {
  const free = PLACES.find((n) => input[`co_${n}`] === undefined);
  return free === undefined ? input : { ...input, [`co_${free}`]: '', [`co_minutes_${free}`]: '' };
}

/** The lines of the form, and whether there is room for one more. `added`: the last one has just been asked for. */
export function colleagueLines(sent: VisitInput, colleagues: readonly Colleague[], faults: Fault[]) {
  const named = PLACES.filter((n) => sent[`co_${n}`] !== undefined);
  const options = [
    { value: '', label: '' },
    ...colleagues.map(({ person, name, title }) => ({ value: String(person), label: `${name} · ${title}` })),
  ];
  return {
    lines: named.map((n) => ({
      person: choiceFieldOf(
        `co_${n}`,
        numbered(WORDS.one, n),
        sent[`co_${n}`] ?? '',
        [{ label: null, options }],
        faults,
      ),
      minutes: textFieldOf(`co_minutes_${n}`, numbered(WORDS.minutes, n), sent[`co_minutes_${n}`] ?? '', faults, {
        type: 'number',
        min: '1',
        max: '1440',
        hint: WORDS.minutesHint,
      }),
      isAdded: sent.add === 'colleague' && n === named.at(-1),
    })),
    canAdd: named.length < MOST_COLLEAGUES,
  };
}

/** The colleagues to choose from, where the form asks for them. */
export async function colleaguesFor(context: Context, school: number, input: VisitInput | null): Promise<Colleague[]> {
  return namesColleagues(input) ? colleaguesAt(context, school) : [];
}
