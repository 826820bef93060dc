import type { MssqlCatalog } from '../database/catalog-mssql.ts';
import type { Catalog } from '../database/catalog-open.ts';
import { openCatalog } from '../database/catalog-open.ts';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { type Clock, systemClock } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import { QUERIES } from '../server/root.ts';
import { checkConfigDir } from './config-dir.ts';
import { checkAnswer, checkClock } from './database.ts';
import { checkExportDir, checkFile } from './files.ts';
import { type Finding, fault, type Group, hasFault, lines, looking, note, summary } from './finding.ts';
import { checkGrants, judgeGrants, rightsOfWriter, tablesMade } from './grants.ts';
import { checkIndexes } from './indexes.ts';
import { checkKeys } from './keys.ts';
import { checkMigrations } from './migrations.ts';
import { seePeople } from './people.ts';
import { peopleGroups } from './people-words.ts';
import { judgeRights, type Known } from './readers.ts';
import { checkReadUrl, judgeChaining, judgeServer } from './server.ts';
import { checkSettings } from './settings.ts';
import { checkSis } from './sis.ts';
import { checkAgainstSis } from './sis-people.ts';

export interface CheckOptions {
  people?: boolean;
  mayRead?: string[];
  clock?: Clock;
  /** Results, as they come. */
  tell(text: string): void;
  /** Progress. */
  say(text: string): void;
}

/** The command `check`: tells its findings and whether all is well. Warnings do not count. */
export async function check(env: Record<string, string | undefined>, options: CheckOptions): Promise<boolean> {
  const groups: Group[] = [];
  const tell = (group: Group) => {
    groups.push(group);
    options.tell(`${lines(group)}\n`);
  };
  const { findings, config, databaseUrl } = checkSettings(env);
  tell({ title: 'Settings', findings });
  if (config && !options.people) tell({ title: 'Packages', findings: checkExportDir(config.exportDir) });
  if (config && !options.people) tell({ title: 'Own files and state profile', findings: checkConfigDir(config) });
  if (databaseUrl !== undefined) await checkDatabase(databaseUrl, config, options, tell);
  options.tell(summary(groups));
  return !hasFault(groups);
}

type Tell = (group: Group) => void;

async function checkDatabase(
  url: string,
  config: Config | undefined,
  options: CheckOptions,
  tell: Tell,
): Promise<void> {
  let catalog: Catalog;
  try {
    catalog = openCatalog(url);
  } catch (thrown) {
    tell({ title: 'Database', findings: [fault(`DATABASE_URL: ${(thrown as Error).message}`)] });
    return;
  }
  try {
    const answer = { title: 'Database', findings: await checkAnswer(catalog) };
    tell(answer);
    if (hasFault([answer])) return;
    if (options.people) await checkPeople(catalog, config, options, tell);
    else await checkAll(catalog, config, options, tell);
  } finally {
    await catalog.close();
  }
}

async function checkAll(
  catalog: Catalog,
  config: Config | undefined,
  options: CheckOptions,
  tell: Tell,
): Promise<void> {
  const clock = options.clock ?? systemClock(config?.timeZone ?? 'UTC');
  const unread = async (): Promise<Finding[]> => [note('Not looked at while a setting is wrong.')];
  tell(await looking('Clock', () => checkClock(catalog, clock)));
  tell(await looking('Migrations', () => checkMigrations(catalog)));
  tell(await looking('Tables of the SIS', () => checkSis(catalog)));
  tell(await looking('Indexes', () => checkIndexes(catalog, new QueryLibrary(QUERIES).all())));
  options.say('Counting keys …');
  tell(await looking('Keys', () => (config ? checkKeys(catalog, config) : unread())));
  if (catalog.kind === 'sqlite') tell(await looking('SQLite', () => checkFile(catalog)));
  else await checkServer(catalog, config, options, tell);
}

async function checkServer(
  catalog: MssqlCatalog,
  config: Config | undefined,
  { mayRead = [] }: CheckOptions,
  tell: Tell,
) {
  const known: Known = { writer: [], reader: [], mayRead };
  const rights = catalog.rights();
  // Awaited below, perhaps a while after it failed.
  rights.catch(() => {});
  const look = async () => {
    const server = await catalog.server();
    const tables = await tablesMade(catalog);
    const { findings, names } = await checkReadUrl(config?.databaseReadUrl, tables);
    known.reader = names;
    // An administrator who only looks is not the writer.
    if (!server.administers) known.writer = [server.login, server.user];
    const granted = server.administers
      ? judgeGrants(await rights, tables)
      : await checkGrants(catalog, { login: server.login, tables, needs: rightsOfWriter });
    return [...judgeServer(server, await rights), ...granted, ...judgeChaining(await catalog.chaining()), ...findings];
  };
  tell(await looking('SQL Server', look));
  tell(await looking('Who else can read', async () => judgeRights(await rights, known)));
}

async function checkPeople(
  catalog: Catalog,
  config: Config | undefined,
  { say }: CheckOptions,
  tell: Tell,
): Promise<void> {
  if (catalog.kind === 'mssql') {
    const { login, defaultSchema } = await catalog.server();
    if (defaultSchema !== 'ssp') {
      const words = `Not looked at: names without a schema are looked for in ${defaultSchema} with the login ${login}, and not in ssp. Use the writer's login as DATABASE_URL.`;
      tell({ title: 'People', findings: [fault(words)] });
      return;
    }
  }
  const migrations = { title: 'Migrations', findings: await checkMigrations(catalog) };
  if (hasFault([migrations])) tell(migrations);
  if (!config) {
    tell({ title: 'People', findings: [note('Not looked at while a setting is wrong.')] });
    return;
  }
  const database = openDatabase(config.databaseUrl, new QueryLibrary(QUERIES), config.databaseReadUrl);
  let told = 0;
  const progress = (done: number, all: number) => {
    if (done < all && Date.now() - told < 1000) return;
    told = Date.now();
    say(`${done} of ${all} people …`);
  };
  try {
    const seen = await seePeople(database, config.roleMap, progress);
    for (const group of peopleGroups(seen)) tell(group);
    say('Asking the SIS itself …');
    tell({ title: 'The SIS itself', findings: await checkAgainstSis(seen.people, config) });
  } catch (thrown) {
    tell({ title: 'People', findings: [fault(`They could not be looked at: ${(thrown as Error).message}`)] });
  } finally {
    await database.close();
  }
}
