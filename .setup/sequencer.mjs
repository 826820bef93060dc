// The order of the test files: those with a browser take longest and begin; the rest is as Jest has it, by how long each
// took the last time. Two workers then end together.
import sequencer from '@jest/test-sequencer';

const Sequencer = sequencer.default ?? sequencer;

export default class BrowserFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const hasBrowser = ({ path }) => path.endsWith('.browser.test.ts');
    return [...sorted.filter(hasBrowser), ...sorted.filter((test) => !hasBrowser(test))];
  }
}
