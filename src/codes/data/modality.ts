import type { Code } from '../types.ts';

export const MODALITY: readonly Code[] = [
  { code: 'IN_PERSON', label: 'In person', definition: 'Face to face in the same place.' },
  { code: 'PHONE', label: 'Phone', definition: 'By voice over the phone.' },
  { code: 'VIDEO', label: 'Video', definition: 'Face to face over a video call.' },
  { code: 'MESSAGE', label: 'Message', definition: 'By email, text, or a message in an app.' },
  { code: 'LETTER', label: 'Letter', definition: 'On paper, mailed or sent home.' },
];
