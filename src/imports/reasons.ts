/** Why a row of an old log is left out: the list that the command counts by and writes down. Words name no student. */
export const LEFT_OUT = {
  CELLS: 'it has more or fewer cells than the heading',
  STUDENT: 'the SIS knows no student with this number',
  STAFF: 'the SIS knows nobody, or several people, by what stands for the staff member',
  DATE: 'the date cannot be read, or is before 2000',
  FUTURE: 'the day has not come yet',
  TIME: 'the time cannot be read, or the visit goes past midnight',
  MINUTES: 'the minutes are no whole number from 0 to 1,440',
  NOTE: 'the note is longer than 20,000 characters',
  ENROLLED: 'the student was not enrolled on that day',
  SAME_ROW: 'another row of the file is the same one',
} as const;

export type LeftOut = keyof typeof LEFT_OUT;
