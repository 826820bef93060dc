import type { Catalog } from '../database/catalog-open.ts';
import type { Clock } from '../server/clock.ts';
import { type Finding, fault, good, said, some, warning } from './finding.ts';

const WARN_SECONDS = 5;
const FAULT_SECONDS = 60;

/** Does the database answer, and which one is it? */
export async function checkAnswer(catalog: Catalog): Promise<Finding[]> {
  try {
    return [good(`${await catalog.describe()}.`)];
  } catch (thrown) {
    return [fault(`The database does not answer: ${said(thrown)}`)];
  }
}

/** The database's clock against ours. Sessions, scopes and the audit go by ours. */
export async function checkClock(catalog: Catalog, clock: Clock): Promise<Finding[]> {
  const before = clock.now().getTime();
  const theirs = (await catalog.now()).getTime();
  const ours = (before + clock.now().getTime()) / 2;
  const seconds = Math.round((theirs - ours) / 1000);
  const apart = Math.abs(seconds);
  if (apart <= WARN_SECONDS)
    return [
      good(
        `The database's clock and ours agree (${apart === 0 ? 'less than a second' : some(apart, 'second')} apart).`,
      ),
    ];
  const words = `The database's clock is ${some(apart, 'second')} ${seconds > 0 ? 'ahead of' : 'behind'} ours. Let both follow the same time server.`;
  return [apart > FAULT_SECONDS ? fault(words) : warning(words)];
}
