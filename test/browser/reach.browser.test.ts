import { jest } from '@jest/globals';
import { byKeyboard } from './keyboard.ts';
import { onAPhone } from './phone.ts';
import { PATIENT, startOnce } from './steps.ts';

// Without a mouse and without a desk. The parts share one demo and one browser, which take longer to start than most of
// them: a part begins with what the ones before it left.

jest.setTimeout(PATIENT);
const begin = startOnce();

describe('a keyboard', () => byKeyboard(begin));
describe('a thumb', () => onAPhone(begin));
