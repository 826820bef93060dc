import type { Context } from '../../server/context.ts';
import { type Route, route } from '../../server/route.ts';
import { shortText } from '../../server/schema.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { GROUP } from '../drafts/about.ts';
import { change, discard, type Place, type Shown } from '../drafts/answers.ts';
import { flatGroup, groupOf } from './draft.ts';
import { groupPage } from './form.ts';
import { type GroupBody, groupFields, readGroup } from './schema.ts';

// The draft of a group visit and its timer: the same as of a visit with one student, on another page.

export const DRAFT_FLASHES: Record<string, string> = say.drafts.done;

const body = { ...groupFields, properties: { ...groupFields.properties, script: shortText } };

const inputOf = (sent: GroupBody): VisitInput => flatGroup(readGroup(sent));

const placeOf = (context: Context): Place => ({
  about: GROUP,
  page: ({ sentVisit, ...shown }: Shown) =>
    groupPage(context, {
      ...shown,
      ...(sentVisit ? { sent: groupOf(sentVisit.input), faults: sentVisit.faults } : {}),
    }),
});

const changing = { save: 'DRAFT_SAVED', start: 'TIMER_STARTED', stop: 'TIMER_STOPPED' } as const;

const changeRoute = (what: keyof typeof changing, address: string): Route =>
  route<unknown, unknown, GroupBody>({
    post: address,
    action: 'visit.draft',
    audit: changing[what],
    input: { body },
    run: (context, input) => change(context, placeOf(context), inputOf(input.body), what),
  });

export const draftRoutes: Route[] = [
  changeRoute('save', '/visits/group/drafts'),
  changeRoute('start', '/visits/group/drafts/start'),
  changeRoute('stop', '/visits/group/drafts/stop'),
  route<unknown, unknown, GroupBody>({
    post: '/visits/group/drafts/discard',
    action: 'visit.draft',
    audit: 'DRAFT_DISCARDED',
    input: { body },
    run: (context, input) => discard(context, placeOf(context), inputOf(input.body)),
  }),
];
