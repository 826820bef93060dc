import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema, type ErrorObject } from 'ajv';
import { JsonFault, type Located, parseLocated } from './json-lines.ts';

// One file that a district wrote. Each says which format it is in; an older one is read as if it were in the newest, and
// left as it lies. Nothing is ever written.

/** Makes of a file in one format what it is in the next one. `upgrades[0]` is from format 1 to 2. */
export type Upgrades = readonly ((file: Record<string, unknown>) => Record<string, unknown>)[];

export interface FileKind {
  schema: AnySchema;
  upgrades: Upgrades;
}

export interface ReadFile<T> {
  content: T | undefined;
  /** `/etc/support/codes.json:12: label is too long …` */
  faults: string[];
  /** Lines of what stands in the file, for what only the feature can judge. */
  lineOf(pointer: string): number;
  /** The file is in this older format; undefined: in the newest. */
  olderFormat?: number;
}

const LARGEST = 1_000_000;
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });

/** Reads and checks a file. Never throws: what is wrong is in `faults`, with file and line. */
export function readDistrictFile<T>(file: string, kind: FileKind): ReadFile<T> {
  const none = { content: undefined, lineOf: () => 1 };
  let located: Located;
  try {
    const bytes = readFileSync(file);
    if (bytes.length > LARGEST) return { ...none, faults: [`${file}: is larger than a megabyte`] };
    located = parseLocated(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    if (thrown instanceof JsonFault) return { ...none, faults: [`${file}:${thrown.line}: ${thrown.message}`] };
    const { code } = thrown as { code?: string };
    const why = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8' : `cannot be read (${code})`;
    return { ...none, faults: [`${file}: ${why}`] };
  }
  const { lineOf } = located;
  const newest = kind.upgrades.length + 1;
  const format = (located.value as { format?: unknown } | null)?.format;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1)
    return {
      ...none,
      faults: [`${file}:${lineOf('/format')}: "format" has to be a whole number; now it is ${newest}`],
    };
  if (format > newest)
    return {
      ...none,
      faults: [
        `${file}:${lineOf('/format')}: format ${format} is of a later version of the product; this one reads up to ${newest}`,
      ],
    };
  let content = located.value as Record<string, unknown>;
  for (const upgrade of kind.upgrades.slice(format - 1)) content = upgrade(content);
  const validate = ajv.compile({ ...(kind.schema as object) });
  const faults = validate(content)
    ? []
    : dropped(validate.errors ?? []).map((error) => `${file}:${lineOf(pointerOf(error))}: ${wordsOf(error)}`);
  return {
    content: faults.length === 0 ? (content as T) : undefined,
    faults,
    lineOf,
    ...(format < newest ? { olderFormat: format } : {}),
  };
}

// Of several ways to be right, only what each of them says is of use.
function dropped(errors: ErrorObject[]): ErrorObject[] {
  return errors.filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf' && keyword !== 'oneOf');
}

function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  const name = keyword === 'additionalProperties' ? (params.additionalProperty as string) : undefined;
  return name === undefined ? instancePath : `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function wordsOf({ instancePath, keyword, params, message }: ErrorObject): string {
  const place = instancePath
    .split('/')
    .filter((part) => part !== '' && !/^\d+$/.test(part))
    .join(' ');
  const what = place === '' ? 'the file' : place.replaceAll('~1', '/').replaceAll('~0', '~');
  if (keyword === 'additionalProperties') return `${what} does not know "${params.additionalProperty}"`;
  if (keyword === 'required') return `${what} needs "${params.missingProperty}"`;
  if (keyword === 'enum') return `${what} is one of ${(params.allowedValues as unknown[]).join(', ')}`;
  if (keyword === 'const') return `${what} has to be ${String(params.allowedValue)}`;
  return `${what} ${message}`;
}
