import { jest } from '@jest/globals';
import { groupVisits } from './group.ts';
import { PATIENT, startOnce } from './steps.ts';
import { todayAndQuickVisits } from './today.ts';

// What a day at school is made of: today’s list, quick visits, groups, time without a student. The parts share one demo and one
// browser, which take longer to start than most of them: a part begins with what the ones before it left.

jest.setTimeout(PATIENT * 2);
const begin = startOnce();

describe('today', () => todayAndQuickVisits(begin));
describe('groups', () => groupVisits(begin));
