import { jest } from '@jest/globals';
import { accessAndReview } from './access.ts';
import { measuresMoved } from './measures.ts';
import { settingsOfADistrict } from './settings.ts';
import { PATIENT, startOnce } from './steps.ts';

// What an office does with it: who may see what, what the report counts, and the district’s own settings. The parts share one demo and one
// browser, which take longer to start than most of them: a part begins with what the ones before it left.

jest.setTimeout(PATIENT * 2);
const begin = startOnce();

describe('access', () => accessAndReview(begin));
describe('one referral moves the measures', () => measuresMoved(begin));
describe('settings', () => settingsOfADistrict(begin));
