import { ROUTES } from '../../src/server/app.ts';
import { commands } from './commands.ts';
import { doc } from './markdown.ts';

// What the documents say is not there yet. Each sentence stands exactly as long as it is true: whoever builds the thing is
// told here which sentence has to go.

const addresses = ROUTES.map(({ get, post }) => get ?? post ?? '');
const hasNoAddress = (...words: string[]) => !addresses.some((address) => words.some((word) => address.includes(word)));

const LIMITS: [file: string, sentence: string, isTrue: () => boolean][] = [
  ['README.md', '**No command packs the plugin yet.**', () => !commands().some(({ name }) => name === 'package')],
  [
    'docs/administration.md',
    'No command packs the plugin yet.',
    () => !commands().some(({ name }) => name === 'package'),
  ],
  [
    'README.md',
    'There is one report so far',
    () => addresses.filter((one) => /^\/reports\/[^.]+$/.test(one)).length === 1,
  ],
  ['README.md', 'no drafts', () => hasNoAddress('draft')],
  ['README.md', 'no group visits', () => hasNoAddress('group')],
  ['README.md', 'no reminders', () => hasNoAddress('task')],
  ['README.md', 'no page for agencies', () => hasNoAddress('respond')],
];

describe('what is not there yet', () => {
  it.each(LIMITS)('%s: "%s"', (file, sentence, isTrue) => {
    expect({ isSaid: doc(file).includes(sentence) }).toEqual({ isSaid: isTrue() });
  });
});
