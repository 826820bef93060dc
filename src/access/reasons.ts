/** Why somebody was let in or refused: the list from which every audit row and every explanation takes its reason. */
export const REASONS = {
  PUBLIC: 'anyone may ask this',
  SIGNED_IN: 'anyone who is signed in may do this',
  ROLE: 'the role in the SIS allows it',
  ROLE_AT_SCHOOL: "the role at the student's school allows it",
  AUTHOR: 'it is one’s own',
  SIGN_IN: 'the SIS confirmed who this is',
  OWN_WISH: 'the person asked for it',
  SYSTEM: 'a command of the service did it, nobody in person',
  OTHER_PERSON: 'the SIS shows another person than the session',
  NOT_SIGNED_IN: 'nobody is signed in',
  SESSION_ENDED: 'the session has ended',
  NO_ROLE: 'no role in the SIS gives access',
  ROLE_NOT_ALLOWED: 'the role does not allow it',
  NOT_IN_SCOPE: 'not a student of an assigned school, or there is none',
  NOT_AUTHOR: 'only whoever wrote it may',
  FORGED: 'the form was not opened by this person',
  BAD_INPUT: 'the request could not be read',
  BAD_SIGN_IN: 'the SIS did not confirm who this is',
  NOT_STAFF: 'the SIS says this is not a member of staff',
  TOO_MANY: 'too many tries',
  FAULTS: 'something in the form has to be mended',
  CHANGED_MEANWHILE: 'somebody else changed it first',
  FAILED: 'it could not be done',
} as const;

export type Reason = keyof typeof REASONS;
