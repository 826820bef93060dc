import * as say from '../words/index.ts';

// Who pays a staff member: apart from what the person does, because it decides which law governs a record and which
// counts a person belongs to.

export const EMPLOYERS = say.settings.employers;

export type Employer = keyof typeof EMPLOYERS;

export function isEmployer(code: string): code is Employer {
  return Object.hasOwn(EMPLOYERS, code);
}

export function employerWords(code: string): string {
  return isEmployer(code) ? EMPLOYERS[code] : code;
}
