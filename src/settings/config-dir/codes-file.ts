import { LOCAL_SETS, type LocalSet } from '../../codes/service.ts';
import { type FileKind, readDistrictFile } from './read-file.ts';

/** A code as the district's file has it: taken over by somebody on the page, never by itself. */
export interface FileCode {
  set: LocalSet;
  code: string;
  label: string;
  parent: string;
  from: string;
  to?: string;
  sensitive?: boolean;
  restricted?: boolean;
  /** Where it stands in the file. */
  line: number;
}

const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const code = { type: 'string', pattern: '^L_[A-Z0-9][A-Z0-9_]{0,17}$' };

/** `codes.json` */
export const CODES_FILE: FileKind = {
  upgrades: [],
  schema: {
    type: 'object',
    required: ['format', 'codes'],
    additionalProperties: false,
    properties: {
      format: { type: 'integer' },
      codes: {
        type: 'array',
        maxItems: 500,
        items: {
          type: 'object',
          required: ['set', 'code', 'label', 'parent', 'from'],
          additionalProperties: false,
          properties: {
            set: { enum: LOCAL_SETS },
            code,
            label: { type: 'string', minLength: 1, maxLength: 60 },
            parent: { type: 'string', minLength: 1, maxLength: 20 },
            from: day,
            to: day,
            sensitive: { type: 'boolean' },
            restricted: { type: 'boolean' },
          },
        },
      },
    },
  },
};

export function readCodesFile(file: string) {
  const { content, lineOf, ...rest } = readDistrictFile<{ codes: Omit<FileCode, 'line'>[] }>(file, CODES_FILE);
  return { ...rest, codes: content?.codes.map((one, at) => ({ ...one, line: lineOf(`/codes/${at}`) })) };
}
