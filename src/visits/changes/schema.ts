import { fields, shortText, textField } from '../../server/schema.ts';
import { visitFields } from '../schema.ts';

/** Which fields the change form may send: those of a visit, which state it saw, and why. */
export const changeFields = fields(
  {
    ...visitFields.properties,
    revision: shortText,
    note_state: shortText,
    staff_state: shortText,
    drawn_times: shortText,
    reason: textField,
  },
  ['token'],
);
