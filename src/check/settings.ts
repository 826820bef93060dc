import { type Config, readConfig, readDatabaseUrl, SETTINGS } from '../server/config.ts';
import { type Finding, fault, good, said, warning } from './finding.ts';

export interface SettingsSeen {
  findings: Finding[];
  /** Undefined when a setting is wrong. */
  config: Config | undefined;
  /** The database can be looked at even when another setting is wrong. */
  databaseUrl: string | undefined;
}

/** Reads the settings as `serve` does. Never tells a value. */
export function checkSettings(env: Record<string, string | undefined>): SettingsSeen {
  try {
    const config = readConfig(env);
    const findings = [good(`All ${Object.keys(SETTINGS).length} settings can be read.`)];
    if (config.databaseReadUrl && config.databaseUrl.startsWith('sqlite:'))
      findings.push(warning('DATABASE_READ_URL means nothing with SQLite: everything is read from the one file.'));
    return { findings, config, databaseUrl: config.databaseUrl };
  } catch (thrown) {
    const [, ...faults] = (thrown as Error).message.split(/\n {2}/);
    const findings = (faults.length > 0 ? faults : [said(thrown)]).map(fault);
    return { findings, config: undefined, databaseUrl: givenDatabaseUrl(env) };
  }
}

function givenDatabaseUrl(env: Record<string, string | undefined>): string | undefined {
  try {
    return readDatabaseUrl(env);
  } catch {
    return undefined;
  }
}
