import type { CodeBook } from '../../codes/service.ts';
import { type Fault, fieldId } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { MOST_SERVICES } from '../check.ts';
import type { SentGroup } from './schema.ts';

// What kind of group it was goes by how many they were, unless somebody says so: the definitions of GROUPING say "fewer than a
// class", "a class" and "an entire grade or school", and these are the numbers for it.

/** The codes of GROUPING that several students together can be. */
export const KINDS: readonly string[] = ['SMALL_GROUP', 'CLASS', 'SCHOOLWIDE', 'FAMILY'];

export const MOST_SMALL = 20;
export const MOST_CLASS = 50;

const MOST_OF: Record<string, number> = { SMALL_GROUP: MOST_SMALL, CLASS: MOST_CLASS };
/** "With a few students together", says its definition. */
const OF_SMALL_GROUPS = 'GRP_COUNS';

/** What so many students are when nobody says otherwise. */
export function kindFor(count: number): string {
  if (count <= MOST_SMALL) return 'SMALL_GROUP';
  return count <= MOST_CLASS ? 'CLASS' : 'SCHOOLWIDE';
}

/** A kind or a service that contradicts how many they are is asked about, each at its field. */
export function kindFaults({ visit, students, kind }: SentGroup, codes: CodeBook): Fault[] {
  const WORDS = say.groups.faults;
  const count = students.length;
  const most = MOST_OF[kind] ?? count;
  const faults: Fault[] = [];
  for (let n = 1; n <= MOST_SERVICES && count > MOST_SMALL; n++) {
    const service = visit[`service_${n}`] ?? '';
    if (codes.standard('SERVICE', service) !== OF_SMALL_GROUPS) continue;
    const text = WORDS.tooManyForService(codes.label('SERVICE', service), count, MOST_SMALL);
    faults.push({ fieldId: fieldId(`service_${n}`), text });
  }
  if (kind !== '' && !KINDS.includes(kind)) faults.push({ fieldId: fieldId('group_kind'), text: WORDS.noSuchKind });
  else if (count > most)
    faults.push({
      fieldId: fieldId('group_kind'),
      text: WORDS.tooManyForKind(codes.label('GROUPING', kind), count, most),
    });
  return faults;
}
