import { type AttributeShape, type ElementShape, needed, once, text } from './shape.ts';
import { linksShape, openidShape } from './shapes-links.ts';
import { samlShape } from './shapes-saml.ts';

const boolean: AttributeShape = { rule: 'P05', isBoolean: true };

const registration: ElementShape = {
  order: 'P81',
  attributes: {
    url: {
      ...needed('P80', 1, 1000),
      fault: (value) => (value.startsWith('https://') ? undefined : 'has to begin with https://'),
    },
  },
  children: {
    'callback-data': once('P81', { text: { rule: 'P81' } }),
    parameter: { rule: 'P81', shape: { attributes: { name: text('P81', 0, 256) }, text: { rule: 'P81' } } },
  },
};

const oauth: ElementShape = {
  unknownAttribute: 'P30',
  unknownChild: 'P31',
  attributes: {
    account_token: text('P30', 0, 256),
    accessLevelV1Api: { rule: 'P30', oneOf: ['NONE', 'READ', 'FULL'] },
    'base-url': text('P30', 0, 1000),
    'redirect-uri': text('P30', 0, 1000),
    'allow-client-credential': boolean,
    'allow-auth-code': boolean,
  },
  children: {
    consumer: once('P31', {
      children: { url: { rule: 'P31', min: 1, max: 1, shape: { text: { rule: 'P31', min: 1, max: 1000 } } } },
    }),
    'allow-persona': {
      rule: 'P31',
      shape: { text: { rule: 'P32', oneOf: ['staff', 'teacher', 'parent', 'student'] } },
    },
  },
};

const accessRequest: ElementShape = {
  unknownChild: 'P40',
  children: {
    cdn_request: once('P40', {
      children: { cdn: { rule: 'P49', min: 1, shape: { attributes: { name: needed('P49', 1, 300) } } } },
    }),
    field: {
      rule: 'P40',
      shape: {
        text: 'warning',
        attributes: {
          table: needed('P42', 1, 30),
          field: needed('P42', 1, 30),
          access: { rule: 'P42', required: 'P42', oneOf: ['ViewOnly', 'FullAccess'] },
        },
      },
    },
  },
};

const publisher: ElementShape = {
  attributes: { name: needed('P20', 1, 100) },
  children: {
    contact: {
      rule: 'P20',
      min: 1,
      max: 1,
      shape: { attributes: { email: needed('P20', 1, 40), phone: text('P20', 0, 20) } },
    },
  },
};

const required: ElementShape = { attributes: { required: boolean } };
const autoinstall: ElementShape = {
  ...required,
  unknownChild: 'P90',
  children: {
    autoenable: once('P90', required),
    autoregister: once('P90', required),
    autoredeploy: once('P90', { unknownAttribute: 'P90' }),
  },
};

const identity: ElementShape = {
  children: {
    entity: { rule: 'P17', shape: { attributes: { name: needed('P17', 1, 256), attribute: needed('P17', 1, 256) } } },
  },
};

/** The root; its children come in any order. */
export const pluginShape: ElementShape = {
  attributes: {
    name: needed('P10', 1, 40),
    version: { rule: 'P11', required: 'P12', max: 20 },
    description: text('P11', 0, 256),
    class: text('P11', 0, 256),
    deletable: boolean,
  },
  children: {
    registration: once('P15', registration),
    oauth: once('P15', oauth),
    access_request: once('P15', accessRequest),
    openid: once('P15', openidShape),
    saml: once('P15', samlShape),
    links: once('P15', linksShape),
    publisher: { rule: 'P16', shape: publisher, min: 1, max: 1 },
    autoinstall: once('P15', autoinstall),
    identityAttribute: once('P15', identity),
  },
};
