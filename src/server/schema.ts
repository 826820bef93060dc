import { Ajv, type Schema } from 'ajv';
import type { InputSchemas, Route } from './route.ts';

// Parameters arrive as text: numbers are made of them. Unknown fields are refused, never dropped in silence.
const ajv = new Ajv({ coerceTypes: true, allErrors: false, strict: true, allowUnionTypes: true });

/** Says whether a part is sound, and makes numbers of its text on the way. */
type Check = (part: unknown) => boolean;

export interface InputCheck {
  params: Check | undefined;
  query: Check | undefined;
  body: Check | undefined;
}

/** The checks of an entry's input. Each schema is compiled when it is first asked: all of them take a second. */
export function inputCheck(entry: Route): InputCheck {
  const schemas: InputSchemas = entry.input;
  const one = (schema: Schema | undefined) =>
    schema === undefined ? undefined : (part: unknown) => ajv.compile(schema)(part);
  return { params: one(schemas.params), query: one(schemas.query), body: one(schemas.body) };
}

/** A fields-only object schema: what is named is allowed, nothing else. */
export function fields(properties: Record<string, object>, required: string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

export const idParam = { type: 'integer', minimum: 1, maximum: 2147483647 } as const;
/** Long enough for whatever is pasted; the feature says what is too long, in words, at the field. */
export const textField = { type: 'string' } as const;
/** As many of them as there are names. */
export const textFields = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, textField]));
export const shortText = { type: 'string', maxLength: 200 } as const;
