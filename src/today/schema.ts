import { fields, idParam, shortText } from '../server/schema.ts';
import { visitFields } from '../visits/schema.ts';
import { FURTHEST, LISTS } from './place.ts';

const formKey = { type: 'string', pattern: '^[0-9a-f-]{36}$' } as const;

/** Where a quick visit came from, in its address. */
export const placeFields = { list: { enum: LISTS }, at: { type: 'integer', minimum: 0, maximum: FURTHEST } };

/** And which draft it goes on with: one by its key, or none. */
export const quickQuery = {
  ...placeFields,
  draft: { anyOf: [formKey, { enum: ['new'] }] },
  done: { enum: ['saved', 'draft', 'discarded'] },
};

/** A visit's own fields, and which button of the quick form was pressed. */
export const quickFields = fields(
  {
    ...visitFields.properties,
    ...{ list: { enum: ['', ...LISTS] }, at: { type: 'string', maxLength: 4 } },
    ...{
      quick: { enum: ['1'] },
      script: shortText,
      go: { enum: ['next'] },
      favourite: { type: 'string', pattern: '^\\d{1,9}$' },
    },
  },
  ['token'],
);

export const favouriteFields = fields(
  { token: shortText, purpose: shortText, service_1: shortText, minutes: shortText },
  ['token'],
);

export const arrangeFields = fields({ token: shortText, id: idParam, move: { enum: ['up', 'down', 'remove'] } }, [
  'token',
  'id',
  'move',
]);

/** The key of a draft's form. */
export const draftFields = fields({ token: shortText, form_key: formKey }, ['token', 'form_key']);

/** The same, and when the visit ended. */
export const endFields = fields(
  { token: shortText, form_key: formKey, ended_at: shortText, confirm_long: shortText, confirm_overlap: shortText },
  ['token', 'form_key'],
);
