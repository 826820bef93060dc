/** True for http://localhost and http://127.0.0.1, with or without a port: the only addresses that may do without https. */
export function isLoopback(address: string): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/?$/.test(address);
}

/**
 * A plain origin, such as https://support.example.org or http://127.0.0.1:4001. Throws an Error that names `what` when
 * there is more to the address than that, or when it is spelled so that two programs could read it differently.
 */
export function plainOrigin(address: string, what: string): string {
  const refuse = (fault: string) => new Error(`${what}: ${fault}. It looks like https://support.example.org`);
  if (!URL.canParse(address)) throw refuse('this is not an address');
  const url = new URL(address);
  if (url.protocol !== 'https:' && !isLoopback(url.origin)) throw refuse('it has to begin with https://');
  if (url.username || url.password) throw refuse('it cannot hold a name or password');
  if (url.pathname !== '/' || url.search || url.hash) throw refuse('it cannot have a path or anything after it');
  const spelled = address.toLowerCase().replace(/\/$/, '');
  if (spelled !== url.origin) throw refuse(`it has to be written ${url.origin}`);
  return url.origin;
}
