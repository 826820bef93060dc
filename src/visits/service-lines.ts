import type { CodeBook } from '../codes/service.ts';
import { choiceFieldOf, codeChoice, type Fault, numbered } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import { MOST_SERVICES, type VisitInput } from './check.ts';

// The lines of a form on which the services stand, each with its tier.

const FIELDS = say.visits.fields;

/** What "Add a service" asks for without script: the same form with one line more. */
export function withOneMoreService(input: VisitInput): VisitInput {
  let n = 1;
  while (input[`service_${n}`] !== undefined) n++;
  return { ...input, [`service_${n}`]: '', [`tier_${n}`]: '' };
}

/** How many lines the form has: at least one. */
export function lineCount(sent: VisitInput): number {
  let count = 1;
  for (let n = 2; n <= MOST_SERVICES; n++) if (sent[`service_${n}`] !== undefined) count = n;
  return count;
}

/** Each line's service and tier. */
export function serviceLines(sent: VisitInput, day: string, faults: Fault[], codes: CodeBook) {
  return Array.from({ length: lineCount(sent) }, (_, at) => {
    const n = at + 1;
    const tierOptions = [{ value: '0', label: '—' }, ...['1', '2', '3'].map((tier) => ({ value: tier, label: tier }))];
    return {
      n,
      service: codeChoice(
        `service_${n}`,
        numbered(FIELDS.service, n),
        'SERVICE',
        sent[`service_${n}`] ?? '',
        day,
        faults,
        { emptyLabel: '', required: n === 1, data: (code) => String(codes.defaultTier(code) ?? 0) },
        codes,
      ),
      tier: choiceFieldOf(
        `tier_${n}`,
        numbered(FIELDS.tier, n),
        sent[`tier_${n}`] || '0',
        [{ label: null, options: tierOptions }],
        faults,
      ),
    };
  });
}
