import { type FileKind, readDistrictFile } from './read-file.ts';

/** A step of the district's own procedure. What is kept of a crisis is the key: the words may become better ones. */
export interface CrisisStep {
  key: string;
  words: string;
  /** Who does it, in the district's words. */
  who?: string;
}

/** Who is called: everybody with a role (and, if given, a title) at the school, or one person (Users.DCID), at one school or at all. */
export type CrisisCall =
  | { role: 'support_staff' | 'school_admin'; title?: string; school?: number }
  | { person: number; school?: number };

export interface CrisisFile {
  steps: CrisisStep[];
  call: CrisisCall[];
  /** What the district says about a report under the law, such as its hours. */
  report?: string;
}

const line = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const number = { type: 'integer', minimum: 1, maximum: 2147483647 };

/** `crisis.json` */
export const CRISIS_FILE: FileKind = {
  upgrades: [],
  schema: {
    type: 'object',
    required: ['format', 'steps'],
    additionalProperties: false,
    properties: {
      format: { type: 'integer' },
      steps: {
        type: 'array',
        minItems: 1,
        maxItems: 40,
        items: {
          type: 'object',
          required: ['key', 'words'],
          additionalProperties: false,
          properties: {
            key: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
            words: line(200),
            who: line(60),
          },
        },
      },
      call: {
        type: 'array',
        maxItems: 100,
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            role: { enum: ['support_staff', 'school_admin'] },
            title: line(60),
            person: number,
            school: number,
          },
        },
      },
      report: line(500),
    },
  },
};

type WrittenCall = { role?: 'support_staff' | 'school_admin'; title?: string; person?: number; school?: number };

/** Reads the file; what is wrong with file and line. A key that stands twice is one, too. */
export function readCrisisFile(file: string) {
  const { content, lineOf, faults, olderFormat } = readDistrictFile<{
    steps: CrisisStep[];
    call?: WrittenCall[];
    report?: string;
  }>(file, CRISIS_FILE);
  const { steps = [], call = [], report } = content ?? {};
  const keys = steps.map(({ key }) => key);
  const found = [
    ...faults,
    ...keys.flatMap((key, at) =>
      keys.indexOf(key) < at ? [`${file}:${lineOf(`/steps/${at}/key`)}: the step "${key}" stands here twice`] : [],
    ),
    ...call.flatMap((one, at) =>
      isCall(one)
        ? []
        : [`${file}:${lineOf(`/call/${at}`)}: whom to call is a role, with a title or without one, or a person`],
    ),
  ];
  const crisis: CrisisFile | undefined =
    content && found.length === 0 ? { steps, call: call.filter(isCall), ...(report ? { report } : {}) } : undefined;
  return { crisis, faults: found, olderFormat };
}

function isCall(one: WrittenCall): one is CrisisCall {
  return one.person === undefined ? one.role !== undefined : one.role === undefined && one.title === undefined;
}
