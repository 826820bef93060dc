import { type ChoiceField, choiceFieldOf } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import type { Missing, Selection } from './service.ts';

// What a report is about, in words and as fields to choose something else.

export interface Filters {
  action: string;
  period: ChoiceField;
  school: ChoiceField;
}

export function filtersOf({ period, periods, school, schools }: Selection, action: string): Filters {
  const all = schools.length === 1 ? [] : [{ value: '', label: say.reports.allSchools }];
  const choices = [...all, ...schools.map((one) => ({ value: String(one.school_id), label: one.name }))];
  const terms = periods.map((one) => ({ value: one.code, label: one.label }));
  return {
    action,
    period: choiceFieldOf('period', say.reports.period, period.code, [{ label: null, options: terms }], []),
    school: choiceFieldOf('school', say.forms.school, String(school ?? ''), [{ label: null, options: choices }], []),
  };
}

/** The address of the same selection as a file. */
export function fileAddress({ period, school }: Selection, report: string): string {
  const address = `/reports/${report}.csv?period=${period.code}`;
  return school === null ? address : `${address}&school=${school}`;
}

/** `Harborview Middle`, `All 4 schools` */
export function schoolWords({ school, schools }: Selection): string {
  if (school === null) return say.reports.allOfThem(schools.length);
  return schools.find((one) => one.school_id === school)?.name ?? '';
}

const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** The days that are counted so far: `Aug 27 – Nov 22, 2026` */
export function dayWords({ asker, period }: Selection): string {
  const isOver = period.to < asker.today;
  return dates.formatRange(new Date(period.from), new Date(isOver ? period.to : asker.today)).replace(/\s/g, ' ');
}

/** What stands in place of a report that cannot be shown. */
export function missingWords({ missing }: Missing): { heading: string; text: string; backUrl: string | null } {
  return { ...say.reports.missing[missing], backUrl: missing === 'calendar' ? null : '/reports/visits' };
}
