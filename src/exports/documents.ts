import { aboutSet, CODE_SET_NAMES, CODE_SET_VERSION, codeSet } from '../codes/service.ts';
import { MEASURES } from '../reports/measures.ts';
import { VERSION } from '../server/root.ts';
import { bandTable, LEAST_VALUES } from './bands.ts';

/** docs/codebook.json: the measures and every code set with its version. */
export function codebookJson(): string {
  // Time without a student is the district's own business: no measure of a package counts it.
  const codeSets = CODE_SET_NAMES.filter((name) => name !== 'TIME_USE').map((name) => {
    const codes = codeSet(name).map(({ code, label, definition }) => ({ code, label, definition }));
    return { name, title: aboutSet(name).title, codes };
  });
  return `${JSON.stringify({ codeSetVersion: CODE_SET_VERSION, measures: MEASURES.map(aboutMeasure), codeSets }, null, 2)}\n`;
}

function aboutMeasure({ id, version, title, unit, numerator, denominator, window }: (typeof MEASURES)[number]) {
  return { id, version, title, unit, numerator, denominator, window };
}

/** docs/methods.md: what was counted and how small numbers are protected, for whoever reads the file years later. */
export function methodsMd(n: number): string {
  return `# How these numbers were made

Made by Student Support ${VERSION}, code sets of ${CODE_SET_VERSION}.

## What is counted

All numbers are about the whole district and all its students. A period is a school year or a semester, from the
earliest first day to the latest last day of any school. While it lasts, everything up to the day in \`as_of\` counts.
Voided visits and referrals, and referrals entered in error, do not count.

${MEASURES.map(measureText).join('\n')}

Percentages have one decimal, halves rounded up. They are never rounded to 0.0 or 100.0.

## How small numbers are protected

n = ${n}: fewer students than this are never shown.

1. Fewer than n students to divide by, or referrals of fewer than n students: everything is left out (SUPPRESSED).
2. Visits and minutes of fewer than n students are left out (SUPPRESSED).
3. If the count or the rest (those not counted) is 1 to ${n - 1}, or of 1 to ${n - 1} students, or if there is no rest,
   the count is hidden and a band of percentages stands in its place (BANDED). 100 % is never shown.
4. Nobody (0) out of n or more is shown as 0.
5. What follows by adding and subtracting is protected as well: year, semesters, and earlier packages of the same
   school year. Where a cell would give away a small number together with them, its last published value is repeated;
   or, for visits, minutes and referrals, the value that the published others add up to, if it is off by fewer than n;
   or else the cell is left out (SUPPRESSED).
6. A number that has changed by fewer than n since the last package keeps its old value and its old \`as_of\`, like one
   that has not changed at all.

The width of a band follows from the denominator alone: the narrowest of 5, 10, 20 and 50 points at which every hidden
count could be at least ${LEAST_VALUES} different whole numbers. Where no width is enough, the cell is left out.

| Denominator | Width of the band |
| --- | --- |
${bandTable(n).map(bandText).join('\n')}

## What not to do

Do not add up percentages, do not average bands, and do not add semesters to a year for measures of students: a student
counts once in each. Use the highest revision of a period; it replaces the ones before.
`;
}

function measureText({ id, version, title, unit, numerator, denominator, window }: (typeof MEASURES)[number]): string {
  const below = denominator === null ? '' : `\n- out of: ${denominator}`;
  return `### ${id}, version ${version}: ${title}\n\n- unit: ${unit}\n- counted: ${numerator}${below}\n- when: ${window}\n`;
}

function bandText({ from, to, width }: ReturnType<typeof bandTable>[number]): string {
  const range = to === null ? `${from} and more` : to === from ? `${from}` : `${from} to ${to}`;
  return `| ${range} | ${width === null ? 'left out' : `${width} points`} |`;
}
