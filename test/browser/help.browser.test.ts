import { jest } from '@jest/globals';
import { crisesAndConsents } from './crisis.ts';
import { referralsFollowed } from './referral.ts';
import { PATIENT, startOnce } from './steps.ts';

// Help that is needed: a referral until the service, a crisis, a consent. The parts share one demo and one
// browser, which take longer to start than most of them: a part begins with what the ones before it left.

jest.setTimeout(PATIENT * 2);
const begin = startOnce();

describe('referrals', () => referralsFollowed(begin));
describe('crises and consents', () => crisesAndConsents(begin));
