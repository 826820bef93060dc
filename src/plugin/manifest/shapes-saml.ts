import type { RuleId } from '../rules.ts';
import { type AttributeShape, type ElementShape, needed, once, text } from './shape.ts';
import { signOnLinksShape } from './shapes-links.ts';

const USERS = ['admin', 'teacher', 'guardian', 'student'];
const userType = (rule: RuleId): AttributeShape => ({ rule, required: rule, oneOf: USERS });

const attributes: ElementShape = {
  children: {
    user: {
      rule: 'P68',
      min: 1,
      shape: {
        attributes: { type: userType('P68') },
        children: {
          attribute: {
            rule: 'P68',
            min: 1,
            shape: {
              attributes: {
                name: needed('P68', 0, 256),
                'attribute-name': text('P68', 0, 256),
                'attribute-value': text('P68', 0, 256),
                extension: text('P68', 0, 256),
              },
            },
          },
        },
      },
    },
  },
};

const permissions: ElementShape = {
  children: {
    permission: {
      rule: 'P69',
      min: 1,
      shape: {
        attributes: {
          name: needed('P69', 1, 100),
          value: needed('P69', 1, 100),
          description: needed('P69', 1, 1000),
        },
      },
    },
  },
};

const inlineAuthentication: ElementShape = {
  children: {
    user_types: {
      rule: 'P70',
      min: 1,
      max: 1,
      shape: {
        children: {
          user_type: {
            rule: 'P70',
            max: 4,
            shape: { attributes: { name: userType('P70'), 'new-window': { rule: 'P05', isBoolean: true } } },
          },
        },
      },
    },
  },
};

export const samlShape: ElementShape = {
  order: 'P65',
  attributes: {
    name: needed('P65', 0, 256),
    'entity-id': text('P65', 1, 1000),
    'base-url': text('P65', 1, 1000),
    'metadata-url': text('P65', 1, 1000),
    'nameid-format': { rule: 'P65', oneOf: ['unspecified', 'transient', 'persistent'] },
    'idp-name': text('P65', 0, 256),
    'idp-entity-id': text('P65', 1, 1000),
    'idp-metadata-url': text('P65', 1, 1000),
  },
  children: {
    links: once('P65', signOnLinksShape),
    attributes: once('P65', attributes),
    permissions: once('P65', permissions),
    inline_authentication: once('P65', inlineAuthentication),
  },
};
