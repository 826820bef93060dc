import type { TestDatabase } from '../database.ts';

// Visits as they lie in the database, for what a page says of the past.

let made = 0;

/** A visit of a student at Harborview Middle; the id. */
export async function pastVisit(
  { owner }: TestDatabase,
  student: number,
  author: number,
  visit_date: string,
  more: Record<string, unknown> = {},
): Promise<number> {
  const [row] = (await owner('u_ssp_visit')
    .insert({
      form_key: `past-${++made}-${crypto.randomUUID().slice(0, 8)}`,
      ...{ visit_date, visit_month: visit_date.slice(0, 7), school_year: '2026-2027', school_id: 101, minutes: 20 },
      ...{ purpose: 'ACA_ATTEND', sensitive: false, visit_type: 'SCHED', initiator: 'FAMILY', setting: 'OFFICE' },
      ...{ modality: 'PHONE', disposition: 'HOME', author, author_title: 'School counselor', revision: 1 },
      created_at: `${visit_date}T15:00:00.000Z`,
      ...more,
    })
    .returning('id')) as { id: number }[];
  const visit_id = (row as { id: number }).id;
  const groups = { grade_level: 7, grade_band: '6-8' };
  await owner('u_ssp_visit_student').insert({ visit_id, student_dcid: student, visit_date, ...groups });
  await owner('u_ssp_visit_service').insert({ visit_id, line_no: 1, service: 'CHECKIN', tier: 1 });
  return visit_id;
}

/** A part of a page, from one heading to the end of its section. */
export function section(html: string, name: string): string {
  const at = html.indexOf(`id="${name}-heading"`);
  return at < 0 ? '' : (html.slice(at).split('</section>')[0] as string).replaceAll('&#x3D;', '=');
}
