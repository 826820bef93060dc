import * as say from '../words/index.ts';

/** Why somebody was let in or refused: the list from which every audit row and every explanation takes its reason. */
export const REASONS = say.access.reasons;

export type Reason = keyof typeof REASONS;
