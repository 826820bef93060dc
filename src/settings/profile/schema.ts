import { codeSet } from '../../codes/service.ts';
import type { FileKind } from '../config-dir/read-file.ts';
import type { RuleName } from './profile.ts';

const mode = { enum: ['none', 'opt_out', 'opt_in'] };
const words = { type: 'array', items: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,39}$' }, uniqueItems: true };
const days = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });
const yesNo = { type: 'boolean' };
const services = { type: 'array', items: { enum: codeSet('SERVICE').map(({ code }) => code) }, uniqueItems: true };

/** What each rule may say. */
export const RULE_SCHEMAS: Record<RuleName, object> = {
  'visit.consent_mode': {
    type: 'object',
    required: ['health_related', 'health_care'],
    additionalProperties: false,
    properties: { health_related: mode, health_care: mode },
  },
  'visit.service_groups': {
    type: 'object',
    required: ['counseling', 'health_related', 'health_care'],
    additionalProperties: false,
    properties: { counseling: services, health_related: services, health_care: services },
  },
  'visit.requires_live_consent': { enum: ['never', 'opt_in_services'] },
  // Stands on the visit, as codes do.
  'visit.consent_exceptions': { ...words, items: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,19}$' } },
  'consent.validity': { enum: ['until_revoked', 'until_revoked_or_school_year', 'school_year'] },
  'consent.annual_renewal_task': { enum: ['no', 'district_choice', 'yes'] },
  'parent_notice.on_recommendation': yesNo,
  'parent_notice.yearly_services': yesNo,
  'parent_notice.on_service_change': yesNo,
  'minor_self_consent.enabled': { enum: ['no', 'by_license', 'by_ground'] },
  'minor_self_consent.licenses': words,
  'minor_self_consent.grounds': words,
  'parent_portal.hide_minor_self': yesNo,
  'suppression.n': { type: 'integer', minimum: 5, maximum: 30 },
  'suppression.min_denominator': { type: ['integer', 'null'], minimum: 5, maximum: 100 },
  'retention.visit_years': { type: ['integer', 'null'], minimum: 1, maximum: 100 },
  'export.periods': {
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: { enum: ['semester', 'year', 'six_weeks'] },
  },
  'time_logging.required_roles': {
    type: 'array',
    uniqueItems: true,
    items: { enum: codeSet('PROVIDER').map(({ code }) => code) },
  },
  'time_logging.categories': { enum: ['ASCA', 'TEXAS_PROGRAM'] },
  'windows.offer_days': days(1, 180),
  'windows.init_days': days(1, 365),
  'windows.one_month_days': days(7, 90),
  'windows.grace_days': days(0, 30),
  'windows.feedback_days': days(1, 90),
};

export const RULE_NAMES = Object.keys(RULE_SCHEMAS) as RuleName[];

const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const line = { type: 'string', minLength: 1, maxLength: 500 };

const interest = {
  type: 'object',
  required: ['text', 'version'],
  additionalProperties: false,
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 1000 },
    version: { type: 'string', minLength: 1, maxLength: 60 },
  },
};

/** A whole profile (every rule), or the part that a district has its own way. */
export function profileFile(extent: 'whole' | 'part'): FileKind {
  const rules = Object.entries(RULE_SCHEMAS).map(([name, value]) => [
    name,
    {
      type: 'object',
      required: ['value', 'because'],
      additionalProperties: false,
      properties: { value, because: line },
    },
  ]);
  return {
    upgrades: [],
    schema: {
      type: 'object',
      required: ['format', 'code', 'name', 'dated', 'source', 'editions'],
      additionalProperties: false,
      properties: {
        format: { type: 'integer' },
        code: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,20}$' },
        name: { type: 'string', minLength: 1, maxLength: 100 },
        dated: day,
        source: line,
        // A state has no word in this.
        ...(extent === 'part' ? { interest } : {}),
        editions: {
          type: 'array',
          minItems: extent === 'whole' ? 1 : 0,
          maxItems: 50,
          items: {
            type: 'object',
            required: ['from', 'rules'],
            additionalProperties: false,
            properties: {
              from: day,
              rules: {
                type: 'object',
                additionalProperties: false,
                ...(extent === 'whole' ? { required: RULE_NAMES } : { minProperties: 1 }),
                properties: Object.fromEntries(rules),
              },
            },
          },
        },
      },
    },
  };
}
