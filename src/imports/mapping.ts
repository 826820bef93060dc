import type { AnySchema } from 'ajv';
import type { CodeBook, LocalSet } from '../codes/service.ts';
import { readDistrictFile } from '../settings/config-dir/read-file.ts';
import { DETAIL_DEFAULTS } from '../visits/check.ts';
import type { Encoding } from './csv-read.ts';

/** How what stands in a column becomes one of our codes. */
export interface CodeMapping {
  column?: string;
  /** From the words of the old log to codes. */
  codes?: Record<string, string>;
  /** For what `codes` does not know, and where there is no column. */
  otherwise?: string;
}

/** Which column of the old log means what. Written by IT staff; docs/administration.md shows one. */
export interface Mapping {
  format: number;
  source: string;
  encoding?: Encoding;
  /** A number of its own for each row. */
  id?: string;
  student: string;
  staff: { column: string; by: 'number' | 'name' | 'dcid'; people?: Record<string, number> };
  date: string;
  time?: { column: string; unit?: 'clock' | 'seconds' };
  minutes?: { column?: string; otherwise?: number };
  purpose: CodeMapping;
  service?: CodeMapping;
  visitType?: CodeMapping;
  initiator?: CodeMapping;
  setting?: CodeMapping;
  modality?: CodeMapping;
  disposition?: CodeMapping;
  note?: { column: string; restrict?: 'none' | 'all'; restrictWhen?: { column: string; is: string[] } };
}

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
const object = (properties: object, required: string[] = []) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const codeMapping = object({
  column: text,
  codes: { type: 'object', propertyNames: text, additionalProperties: text },
  otherwise: text,
});

const SCHEMA = object(
  {
    format: { const: 1 },
    source: { type: 'string', minLength: 1, maxLength: 60 },
    encoding: { enum: ['utf-8', 'windows-1252'] },
    id: text,
    student: text,
    staff: object(
      {
        column: text,
        by: { enum: ['number', 'name', 'dcid'] },
        people: { type: 'object', propertyNames: text, additionalProperties: { type: 'integer', minimum: 1 } },
      },
      ['column', 'by'],
    ),
    date: text,
    time: object({ column: text, unit: { enum: ['clock', 'seconds'] } }, ['column']),
    minutes: object({ column: text, otherwise: { type: 'integer', minimum: 0, maximum: 1440 } }),
    purpose: codeMapping,
    service: codeMapping,
    visitType: codeMapping,
    initiator: codeMapping,
    setting: codeMapping,
    modality: codeMapping,
    disposition: codeMapping,
    note: object(
      {
        column: text,
        restrict: { enum: ['none', 'all'] },
        restrictWhen: object({ column: text, is: { type: 'array', items: text, minItems: 1 } }, ['column', 'is']),
      },
      ['column'],
    ),
  },
  ['format', 'source', 'student', 'staff', 'date', 'purpose'],
) as AnySchema;

/** The sets that a mapping leads into, what holds where it says nothing. */
export const CODED = {
  purpose: { set: 'PURPOSE', usual: 'UNK' },
  service: { set: 'SERVICE', usual: 'OTH' },
  visitType: { set: 'VISIT_TYPE', usual: DETAIL_DEFAULTS.visit_type },
  initiator: { set: 'INITIATOR', usual: 'OTHER' },
  setting: { set: 'SETTING', usual: DETAIL_DEFAULTS.setting },
  modality: { set: 'MODALITY', usual: DETAIL_DEFAULTS.modality },
  disposition: { set: 'DISPOSITION', usual: 'NA' },
} as const satisfies Record<string, { set: LocalSet; usual: string }>;

export type Coded = keyof typeof CODED;
export const CODED_NAMES = Object.keys(CODED) as Coded[];

/** Reads the mapping. Throws an Error that lists every fault with its line. */
export function readMapping(file: string, codes: CodeBook): Mapping {
  const { content, faults, lineOf } = readDistrictFile<Mapping>(file, { schema: SCHEMA, upgrades: [] });
  const all = [...faults];
  for (const name of content ? CODED_NAMES : []) {
    const { set } = CODED[name];
    const { codes: chosen = {}, otherwise } = content?.[name] ?? {};
    for (const [words, code] of Object.entries(chosen))
      if (!codes.find(set, code))
        all.push(`${file}:${lineOf(`/${name}/codes`)}: “${words}” leads to ${code}, which is no code of ${set}`);
    if (otherwise !== undefined && !codes.find(set, otherwise))
      all.push(`${file}:${lineOf(`/${name}/otherwise`)}: ${otherwise} is no code of ${set}`);
  }
  if (!content || all.length > 0)
    throw new Error(`The mapping cannot be used:\n${all.map((one) => `  ${one}`).join('\n')}`);
  return content;
}

/** Every column that the mapping names. */
export function columnsOf(mapping: Mapping): string[] {
  const { id, student, staff, date, time, minutes, note } = mapping;
  const coded = CODED_NAMES.map((name) => mapping[name]?.column);
  const all = [
    id,
    student,
    staff.column,
    date,
    time?.column,
    minutes?.column,
    note?.column,
    note?.restrictWhen?.column,
  ];
  return [...new Set([...all, ...coded])].filter((column) => column !== undefined);
}
