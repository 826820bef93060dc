// Drops what one run of the tests made on SQL Server: databases and logins that bear its name, and nothing else.
// Usage: node .setup/sweep.mjs RUN (with TEST_MSSQL_URL set; a single `npx jest` is the run `dev`)
import { pathToFileURL } from 'node:url';

const DEMO_LOGIN = /^student_support_demo_[0-9a-f]+_(reader|writer|migrator)$/;

/** What the databases and logins of a run are called. Throws when a run's name could say more than a name. */
export function namesOf(run) {
  if (!/^\w+$/.test(run)) throw new Error('The name of a run is letters and digits.');
  return {
    databases: new RegExp(`^ssp_test_${run}_\\w+$`),
    logins: new RegExp(`^ssp_test_((reader|writer|migrator|owner)_${run}|foreign_${run}_\\w+)$`),
  };
}

export async function sweep(url, run) {
  const ofRun = namesOf(run);
  const { default: sql } = await import('mssql');
  const { hostname: server, port, username, password, searchParams } = new URL(url);
  const options = {
    encrypt: searchParams.get('encrypt') !== 'false',
    trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
  };
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const at = { server, port: Number(port || 1433), ...login, database: 'master', options, requestTimeout: 60_000 };
  const pool = await new sql.ConnectionPool(at).connect();
  try {
    return await drop(pool, ofRun);
  } finally {
    await pool.close();
  }
}

async function drop(pool, ofRun) {
  const names = async (text) => (await pool.request().query(text)).recordset.map(({ name }) => name);
  const databases = (await names('select name from sys.databases')).filter((name) => ofRun.databases.test(name));
  // The demo names its logins anew each time: they are known by the database in which they are users.
  const found = [];
  for (const name of databases) {
    const users = await names(`select name from ${name}.sys.database_principals`).catch(() => []);
    found.push(...users.filter((name) => DEMO_LOGIN.test(name)));
    await pool.request().batch(`alter database ${name} set single_user with rollback immediate`);
    await pool.request().batch(`drop database ${name}`);
  }
  const logins = (await names('select name from sys.server_principals')).filter(
    (name) => ofRun.logins.test(name) || found.includes(name),
  );
  for (const name of logins) await pool.request().batch(`drop login [${name}]`);
  return { databases, logins };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { databases, logins } = await sweep(process.env.TEST_MSSQL_URL ?? '', process.argv[2] ?? 'dev');
  process.stderr.write(`Dropped ${databases.length} databases and ${logins.length} logins.\n`);
}
