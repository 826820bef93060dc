import * as say from '../../words/index.ts';
import type { Interest, StateProfile } from './profile.ts';

/** By which words the district decides whose work needs a student's record: its own, or those of the product. */
export function interestOf({ district }: StateProfile): Interest {
  return district?.interest ?? say.students.interest;
}
