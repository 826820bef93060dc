export interface MssqlAddress {
  server: string;
  port: number;
  database: string;
  user: string;
  password: string;
  encrypt: boolean;
  trustServerCertificate: boolean;
}

/** Reads `mssql://user:pass@host:1433/db?encrypt=true&trustServerCertificate=false`. Its errors never show the password. */
export function parseMssqlUrl(url: string): MssqlAddress {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error('the address of the database cannot be read: mssql://user:password@host:1433/database');
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (!parsed.hostname || !database || !parsed.username)
    throw new Error('the address of the database needs user, host and database');
  return {
    server: parsed.hostname,
    port: Number(parsed.port || 1433),
    database,
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    encrypt: parsed.searchParams.get('encrypt') !== 'false',
    trustServerCertificate: parsed.searchParams.get('trustServerCertificate') === 'true',
  };
}

/** The same address with another database or login. */
export function formatMssqlUrl(at: MssqlAddress): string {
  const login = `${encodeURIComponent(at.user)}:${encodeURIComponent(at.password)}`;
  const options = `encrypt=${at.encrypt}&trustServerCertificate=${at.trustServerCertificate}`;
  return `mssql://${login}@${at.server}:${at.port}/${encodeURIComponent(at.database)}?${options}`;
}
