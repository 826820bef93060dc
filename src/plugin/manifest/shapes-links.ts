import { type AttributeShape, type ElementShape, needed } from './shape.ts';

const CONTEXTS = [
  ...['admin.header', 'admin.left_nav', 'teacher.header', 'teacher.pro.apps'],
  ...['guardian.header', 'student.header'],
];

const contexts: ElementShape = {
  children: {
    ui_context: {
      rule: 'P60',
      min: 1,
      shape: { attributes: { id: { rule: 'P61', required: 'P61', oneOf: CONTEXTS } } },
    },
  },
};

/** Links of the plugin itself need a path; those of a sign-on have one of their own. */
const linksWith = (path: AttributeShape): ElementShape => ({
  children: {
    link: {
      rule: 'P60',
      min: 1,
      shape: {
        attributes: { 'display-text': needed('P60', 1, 100), path, title: { rule: 'P60', max: 256 } },
        children: { ui_contexts: { rule: 'P60', min: 1, max: 1, shape: contexts } },
      },
    },
  },
});

export const linksShape = linksWith(needed('P63', 1, 1000));
export const signOnLinksShape = linksWith({ rule: 'P63', min: 1, max: 1000 });

export const openidShape: ElementShape = {
  attributes: {
    host: {
      ...needed('P64', 1, 256),
      fault: (value) => (value.includes('/') ? 'is a host without scheme and path' : undefined),
    },
    port: {
      rule: 'P64',
      fault: (value) => (/^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? undefined : 'is a number up to 65535'),
    },
  },
  children: { links: { rule: 'P64', min: 1, max: 1, shape: signOnLinksShape } },
};
