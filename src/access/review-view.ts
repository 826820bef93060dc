import { randomUUID } from 'node:crypto';
import { type Clock, dayOf, instantNow, today } from '../server/clock.ts';
import { checkFieldOf, choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import { dayAndTime, number, shortDay, timeOfDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { ROLES } from './actions.ts';
import { NEEDS } from './break-glass.ts';
import type { Quarter } from './quarters.ts';
import type { Access, District, NeedUse, Use } from './review.ts';
import type { ReviewFacts, ReviewList } from './review-list.ts';
import { ROLE_WORDS, WHOLE_DISTRICT } from './role-words.ts';
import { DISTRICT } from './scope.ts';
import { isSigned, type SignOff } from './sign-off.ts';

export interface ReviewData extends ReviewFacts {
  quarters: Quarter[];
  quarter: Quarter;
  /** Places that whoever looks may choose, the chosen one among them. */
  places: number[];
  place: number;
  /** Those that whoever looks may sign off. */
  signable: ReadonlySet<number>;
  list: ReviewList;
  needs: NeedUse[];
  signOffs: SignOff[];
}

/** The form as it comes back, with what has to be mended. */
export interface KeptSignOff {
  /** Digest of the list that was ticked as looked at. */
  looked: string | undefined;
  note: string;
  faults: Fault[];
}

const WORDS = say.access.review;
export const LONGEST_NOTE = 500;

/** The page of one place and quarter. */
export function reviewModel(data: ReviewData, clock: Clock, sent?: KeptSignOff): Record<string, unknown> {
  const { quarter, place, district, use, needs, list } = data;
  const { listed } = list;
  const day = today(clock);
  const isOver = quarter.to <= instantNow(clock);
  return {
    place: placeName(place, district),
    quarter: quarter.label,
    isOver,
    asOf: dayAndTime(instantNow(clock), clock.timeZone),
    choices: {
      quarter: choiceFieldOf(
        'quarter',
        WORDS.quarter,
        quarter.code,
        [{ label: null, options: data.quarters.map(({ code, label }) => ({ value: code, label })) }],
        [],
      ),
      school: choiceFieldOf(
        'school',
        say.forms.school,
        String(place),
        [{ label: null, options: data.places.map((one) => ({ value: String(one), label: placeName(one, district) })) }],
        [],
      ),
    },
    figures: figuresOf(listed, use, list.needs),
    open: openOnes(data),
    overview: data.places.length > 1 ? overview(data) : null,
    used: table(
      WORDS.used.caption,
      listed.filter((one) => use.has(one.person)),
      use,
      day,
      clock,
    ),
    unused: listed.filter((one) => !use.has(one.person)).map((one) => ({ name: one.name, role: roleOf(one) })),
    former: list.former.map((person) => {
      const { person_name, last_at } = use.get(person) as Use;
      return { name: person_name ?? say.access.person(person), last: shortDay(dayOf(last_at, clock), day) };
    }),
    needs: needs.map((one) => needModel(one, clock)),
    noNeeds: place === DISTRICT ? WORDS.needs.chooseSchool : WORDS.needs.none,
    signed: data.signOffs
      .filter((one) => one.quarter === quarter.code && one.school_id === place)
      .map((one) => signedModel(one, quarter, clock)),
    form: data.signable.has(place) ? signForm(data, sent) : null,
  };
}

export function placeName(place: number, { schools }: District): string {
  return place === DISTRICT ? WHOLE_DISTRICT : (schools.get(place) ?? say.access.school(place));
}

function figuresOf(listed: Access[], use: Map<number, Use>, needs: number) {
  const people = new Set(listed.map((one) => one.person));
  const byRole = ROLES.flatMap((role) => {
    const count = listed.filter((one) => one.role === role).length;
    return count > 0 ? [`${number(count)} ${ROLE_WORDS[role].toLowerCase()}`] : [];
  });
  const unused = [...people].filter((person) => !use.has(person)).length;
  return [
    {
      value: number(people.size),
      label: WORDS.figures.people(people.size),
      detail: byRole.join(', '),
    },
    { value: number(unused), label: WORDS.figures.unused, detail: WORDS.figures.inQuarter },
    {
      value: number(needs),
      label: WORDS.figures.needs(needs),
      detail: WORDS.figures.breakGlass,
    },
  ];
}

/** The role's name in the SIS, and ours where that is another word. */
function roleOf({ title, role }: Access): string {
  return title.toLowerCase() === ROLE_WORDS[role].toLowerCase() ? title : `${title}, ${ROLE_WORDS[role].toLowerCase()}`;
}

interface Cell {
  text: string;
  numeric: boolean;
}

const text = (words: string): Cell => ({ text: words, numeric: false });
const count = (value: number): Cell => ({ text: number(value), numeric: true });

function table(caption: string, listed: Access[], use: Map<number, Use>, day: string, clock: Clock) {
  return {
    caption,
    columns: [
      ...[WORDS.used.name, WORDS.used.role].map((label) => ({ label, numeric: false })),
      ...[WORDS.used.opened, WORDS.used.saved, WORDS.used.files].map((label) => ({ label, numeric: true })),
      { label: WORDS.used.lastDay, numeric: false },
    ],
    rows: listed.map((one) => {
      const { person, name } = one;
      const { openings, saves, files, last_at } = use.get(person) as Use;
      const last = shortDay(dayOf(last_at, clock), day);
      return {
        cells: [text(name), text(roleOf(one)), count(openings), count(saves), count(files), text(last)],
      };
    }),
  };
}

function overview({ places, district, needCounts, quarter, signOffs }: ReviewData) {
  return {
    caption: WORDS.lists.caption(quarter.label),
    columns: [
      { label: say.forms.school, numeric: false },
      ...ROLES.map((role) => ({ label: ROLE_WORDS[role], numeric: true })),
      { label: WORDS.lists.needs, numeric: true },
      { label: WORDS.lists.signed, numeric: false },
    ],
    rows: places.map((place) => {
      const listed = district.access.get(place) ?? [];
      const signed = signOffs.filter((one) => one.quarter === quarter.code && one.school_id === place).at(-1);
      return {
        cells: [
          text(placeName(place, district)),
          ...ROLES.map((role) => count(listed.filter((one) => one.role === role).length)),
          count(needCounts.get(place) ?? 0),
          text(WORDS.lists.states[stateOf(signed !== undefined, isSigned(quarter, place, signOffs))]),
        ],
      };
    }),
  };
}

const stateOf = (wasSigned: boolean, isSignedNow: boolean) => (!wasSigned ? 'no' : isSignedNow ? 'yes' : 'early');

/** Quarters that are over and that nobody has signed off since, by quarter, with the places. */
function openOnes({ quarters, places, district, signOffs, quarter: now }: ReviewData) {
  const present = quarters[0]?.code;
  return quarters
    .filter(({ code }) => code !== present)
    .flatMap((quarter) => {
      const open = places.filter((place) => !isSigned(quarter, place, signOffs));
      if (open.length === 0) return [];
      const names =
        open.length > 6
          ? WORDS.openLists(number(open.length), number(places.length))
          : open.map((place) => placeName(place, district)).join(', ');
      const school = open.length === 1 || !open.includes(DISTRICT) ? open[0] : DISTRICT;
      return [
        {
          label: quarter.label,
          names,
          href: `/access/review?quarter=${quarter.code}&school=${school}`,
          current: quarter.code === now.code,
        },
      ];
    });
}

function needModel(use: NeedUse, clock: Clock) {
  const end = use.endedAt ?? use.until;
  return {
    who: use.personName,
    when: WORDS.needs.span(dayAndTime(use.openedAt, clock.timeZone), timeOfDay(end, clock.timeZone)),
    student: use.student ? WORDS.needs.student(use.student.name, use.student.number) : null,
    reason: NEEDS[use.reason],
    words: use.words,
  };
}

function signedModel(one: SignOff, quarter: Quarter, clock: Clock) {
  return {
    by: one.signer_name ?? WORDS.formerStaff,
    when: dayAndTime(one.signed_at, clock.timeZone),
    counted: WORDS.signed(one.people, number(one.people), one.break_glass, number(one.break_glass)),
    early: one.signed_at < quarter.to,
    note: one.note,
  };
}

function signForm({ quarter, place, list }: ReviewData, sent?: KeptSignOff) {
  const faults = sent?.faults ?? [];
  return {
    quarter: quarter.code,
    school: place,
    formKey: randomUUID(),
    list: list.digest,
    faults,
    // The tick was for the list that was shown then.
    looked: checkFieldOf('looked', WORDS.form.looked, sent?.looked === list.digest, faults),
    note: textFieldOf('note', say.forms.note, sent?.note ?? '', faults, {
      type: 'textarea',
      hint: WORDS.form.noteHint,
    }),
  };
}
