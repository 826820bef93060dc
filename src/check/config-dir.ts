import { systemClock, today } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import { fewestShown } from '../settings/profile/suppression.ts';
import { type Finding, fault, good, note, some, warning } from './finding.ts';

/** The district's own folder and the state profile. Their faults stand with the settings: `serve` does not start with them. */
export function checkConfigDir(config: Config): Finding[] {
  const { configDir, profile } = config;
  const { state, district } = profile;
  const findings = [good(`State profile: ${state.name}, dated ${state.dated}.`)];
  if (district) {
    const own = new Set(district.editions.flatMap(({ rules }) => Object.keys(rules)));
    findings.push(good(`${district.name}, dated ${district.dated}, has ${some(own.size, 'rule')} of its own.`));
  }
  const fewest = fewestShown(config, today(systemClock(config.timeZone)));
  findings.push(good(`Packages show no fewer than ${fewest} students.`));
  if (!configDir)
    return [...findings, note('CONFIG_DIR is not set: no codes or rules of the district’s own are read from files.')];
  findings.push(good(`CONFIG_DIR is read: ${configDir.folder}.`));
  if (configDir.codes)
    findings.push(
      note(`codes.json has ${some(configDir.codes.length, 'code')}. They are taken over on the page “Settings”.`),
    );
  if (configDir.crisis) {
    const { steps, call } = configDir.crisis;
    findings.push(good(`crisis.json has ${some(steps.length, 'step')}.`));
    if (call.length === 0) findings.push(warning('crisis.json names nobody who is called in a crisis.'));
  }
  if (configDir.crisisFaults.length > 0)
    findings.push(
      ...configDir.crisisFaults.map(fault),
      fault('crisis.json is not used: the product’s own steps are shown in a crisis, and nobody is called.'),
    );
  return [...findings, ...configDir.notes.map(note)];
}
