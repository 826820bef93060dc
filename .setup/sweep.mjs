// Drops what one run of the tests made on SQL Server: databases and logins that bear its name, and nothing else.
// Usage: node .setup/sweep.mjs RUN (with TEST_MSSQL_URL set; a single `npx jest` is the run `dev`)
import { pathToFileURL } from 'node:url';

export async function sweep(url, run) {
  if (!/^\w+$/.test(run)) throw new Error('The name of a run is letters and digits.');
  const { default: sql } = await import('mssql');
  const { hostname: server, port, username, password, searchParams } = new URL(url);
  const options = {
    encrypt: searchParams.get('encrypt') !== 'false',
    trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
  };
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const at = { server, port: Number(port || 1433), ...login, database: 'master', options, requestTimeout: 60_000 };
  const pool = await new sql.ConnectionPool(at).connect();
  const names = async (text) => (await pool.request().query(text)).recordset.map(({ name }) => name);
  const isOfRun = (pattern) => (name) => pattern.test(name);
  const databases = (await names('select name from sys.databases')).filter(
    isOfRun(new RegExp(`^ssp_test_${run}_\\w+$`)),
  );
  for (const name of databases) {
    await pool.request().batch(`alter database ${name} set single_user with rollback immediate`);
    await pool.request().batch(`drop database ${name}`);
  }
  const logins = (await names('select name from sys.server_principals')).filter(
    isOfRun(new RegExp(`^ssp_test_(reader|writer|migrator)_${run}$`)),
  );
  for (const name of logins) await pool.request().batch(`drop login [${name}]`);
  await pool.close();
  return { databases, logins };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { databases, logins } = await sweep(process.env.TEST_MSSQL_URL ?? '', process.argv[2] ?? 'dev');
  process.stderr.write(`Dropped ${databases.length} databases and ${logins.length} logins.\n`);
}
