import { jest } from '@jest/globals';
import { changedVisits } from './change.ts';
import { keptDrafts } from './drafts.ts';
import { historyOfVisits } from './history.ts';
import { PATIENT, startOnce } from './steps.ts';

// Visits after the first press: put right, half written, looked up. The parts share one demo and one
// browser, which take longer to start than most of them: a part begins with what the ones before it left.

jest.setTimeout(PATIENT * 2);
const begin = startOnce();

describe('visits put right', () => changedVisits(begin));
describe('drafts', () => keptDrafts(begin));
describe('the history', () => historyOfVisits(begin));
