import { type ChoiceField, choiceFieldOf } from '../server/form-fields.ts';
import type { Missing, Selection } from './service.ts';

// What a report is about, in words and as fields to choose something else.

export interface Filters {
  action: string;
  period: ChoiceField;
  school: ChoiceField;
}

export function filtersOf({ period, periods, school, schools }: Selection, action: string): Filters {
  const all = schools.length === 1 ? [] : [{ value: '', label: 'All schools' }];
  const choices = [...all, ...schools.map((one) => ({ value: String(one.school_id), label: one.name }))];
  const terms = periods.map((one) => ({ value: one.code, label: one.label }));
  return {
    action,
    period: choiceFieldOf('period', 'Period', period.code, [{ label: null, options: terms }], []),
    school: choiceFieldOf('school', 'School', String(school ?? ''), [{ label: null, options: choices }], []),
  };
}

/** The address of the same selection as a file. */
export function fileAddress({ period, school }: Selection, report: string): string {
  const address = `/reports/${report}.csv?period=${period.code}`;
  return school === null ? address : `${address}&school=${school}`;
}

/** `Harborview Middle`, `All 4 schools` */
export function schoolWords({ school, schools }: Selection): string {
  if (school === null) return `All ${schools.length} schools`;
  return schools.find((one) => one.school_id === school)?.name ?? '';
}

const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** The days that are counted so far: `Aug 27 – Nov 22, 2026` */
export function dayWords({ asker, period }: Selection): string {
  const isOver = period.to < asker.today;
  return dates.formatRange(new Date(period.from), new Date(isOver ? period.to : asker.today)).replace(/\s/g, ' ');
}

const MISSING: Record<Missing['missing'], { heading: string; text: string }> = {
  period: {
    heading: 'No such period',
    text: 'The SIS has no such school year or semester, or it has not begun yet. Choose one from the list in the report.',
  },
  school: {
    heading: 'No such school',
    text: 'This is not one of the schools you work with. Choose one from the list in the report.',
  },
  calendar: {
    heading: 'No school year yet',
    text: 'No school year of the SIS has begun yet. Reports begin with its first day.',
  },
};

/** What stands in place of a report that cannot be shown. */
export function missingWords({ missing }: Missing): { heading: string; text: string; backUrl: string | null } {
  return { ...MISSING[missing], backUrl: missing === 'calendar' ? null : '/reports/visits' };
}
