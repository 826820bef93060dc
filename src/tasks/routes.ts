import { type Route, route } from '../server/route.ts';
import { fields } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { tasksPage } from './tasks.ts';

export const routes: Route[] = [
  route<unknown, { all?: string; done?: string }, unknown>({
    get: '/tasks',
    action: 'task.list',
    audit: 'TASKS_OPENED',
    input: { query: fields({ all: { enum: ['1'] }, done: { enum: ['step'] } }) },
    run: (context, { query }) =>
      tasksPage(context, { all: query.all === '1', flash: query.done ? say.forms.saved : null }),
  }),
];
