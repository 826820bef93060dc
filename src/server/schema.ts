import { Ajv, type ValidateFunction } from 'ajv';
import type { InputSchemas, Route } from './route.ts';

// Parameters arrive as text: numbers are made of them. Unknown fields are refused, never dropped in silence.
const ajv = new Ajv({ coerceTypes: true, allErrors: false, strict: true, allowUnionTypes: true });

export interface CompiledInput {
  params: ValidateFunction | undefined;
  query: ValidateFunction | undefined;
  body: ValidateFunction | undefined;
}

/** All schemas of an entry, compiled once at start. */
export function compileInput(entry: Route): CompiledInput {
  const schemas: InputSchemas = entry.input;
  const one = (schema: InputSchemas[keyof InputSchemas]) => (schema === undefined ? undefined : ajv.compile(schema));
  return { params: one(schemas.params), query: one(schemas.query), body: one(schemas.body) };
}

/** A fields-only object schema: what is named is allowed, nothing else. */
export function fields(properties: Record<string, object>, required: string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

export const idParam = { type: 'integer', minimum: 1, maximum: 2147483647 } as const;
/** Long enough for whatever is pasted; the feature says what is too long, in words, at the field. */
export const textField = { type: 'string' } as const;
export const shortText = { type: 'string', maxLength: 200 } as const;
