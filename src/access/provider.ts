import * as oidc from 'openid-client';
import type { Config } from '../server/config.ts';
import { AppError } from '../server/errors.ts';
import { isOnThisComputer } from '../server/setting-values.ts';

/** Younger keys than this are not read anew by the client when one is missing among them. */
const TRUSTED_SECONDS = 60;

/** The SIS as OpenID provider: where it is asked, and with which keys it signs. Read once, and anew when they change. */
export class Provider {
  readonly #config: Config;
  #discovered: oidc.Configuration | undefined;
  #keys: oidc.ExportedJWKSCache | undefined;

  constructor(config: Config) {
    this.#config = config;
  }

  /** Does the SIS take a proof that whoever brings the code is whoever asked for it? Throws SIS_AWAY. */
  async supportsPkce(): Promise<boolean> {
    return (await this.#discover()).serverMetadata().supportsPKCE();
  }

  /** Where to send the browser. Throws SIS_AWAY. */
  async signInUrl(parameters: Record<string, string>): Promise<URL> {
    return oidc.buildAuthorizationUrl(await this.#discover(), parameters);
  }

  /**
   * Does what one sign-in asks of the SIS. An ID token that is signed with a key which the SIS did not have before has the
   * keys read anew, within the same sign-in: its code works once, so there is no second try. Throws SIS_AWAY.
   */
  async ask<T>(work: (client: oidc.Configuration) => Promise<T>): Promise<T> {
    const { issuer, clientId } = this.#config;
    const discovered = await this.#discover();
    const client = new oidc.Configuration(discovered.serverMetadata(), clientId, this.#client, this.#authentication);
    for (const extension of extensions(issuer)) extension(client);
    // The ID token comes straight from the SIS, yet its signature is checked against the SIS's keys all the same.
    oidc.enableNonRepudiationChecks(client);
    const known = this.#keys && { ...this.#keys, uat: Math.min(this.#keys.uat, secondsNow() - TRUSTED_SECONDS) };
    if (known) oidc.setJwksCache(client, known);
    try {
      const answer = await work(client);
      const keys = oidc.getJwksCache(client);
      // Read anew, unless they are as old as they were said to be.
      if (keys && keys.uat !== known?.uat) this.#keys = keys;
      return answer;
    } catch (thrown) {
      // The SIS may have moved on (other keys, other addresses): the next sign-in asks it anew.
      this.#discovered = undefined;
      this.#keys = undefined;
      throw asAway(thrown);
    }
  }

  async #discover(): Promise<oidc.Configuration> {
    if (this.#discovered) return this.#discovered;
    const { issuer, clientId } = this.#config;
    const options = { execute: extensions(issuer) };
    try {
      this.#discovered = await oidc.discovery(new URL(issuer), clientId, this.#client, this.#authentication, options);
    } catch (thrown) {
      throw asAway(thrown);
    }
    return this.#discovered;
  }

  get #client(): Partial<oidc.ClientMetadata> {
    return { client_secret: this.#config.clientSecret, id_token_signed_response_alg: 'RS256' };
  }

  get #authentication(): oidc.ClientAuth {
    return oidc.ClientSecretPost(this.#config.clientSecret);
  }
}

const secondsNow = () => Math.floor(Date.now() / 1000);

// Without https only where nothing leaves this computer: anywhere else the secret would go in the clear.
function extensions(issuer: string): ((client: oidc.Configuration) => void)[] {
  const url = new URL(issuer);
  return url.protocol === 'http:' && isOnThisComputer(url) ? [oidc.allowInsecureRequests] : [];
}

const NO_ANSWER = new Set<unknown>(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_JSON']);
/** What fetch says when there was no connection, or it broke; the reason is its cause. */
const UNCONNECTED = new Set<unknown>(['fetch failed', 'terminated']);

interface Link {
  name?: string;
  message?: string;
  code?: string;
  status?: number;
  cause?: unknown;
}

/** SIS_AWAY when nobody answered, or something that stands in front of the SIS; otherwise the same. */
function asAway(thrown: unknown): unknown {
  const links = [...chain(thrown)];
  const unconnected = links.find(({ name, message }) => name === 'TypeError' && UNCONNECTED.has(message));
  const isBroken = links.some(({ status = 0 }) => status >= 500 || status === 429);
  if (unconnected) return new AppError('SIS_AWAY', unconnected.cause ?? unconnected);
  return isBroken || links.some(({ code }) => NO_ANSWER.has(code)) ? new AppError('SIS_AWAY', thrown) : thrown;
}

/** What was thrown, and what it was thrown for, down to the first cause. */
function* chain(thrown: unknown): Generator<Link> {
  for (let link = thrown; typeof link === 'object' && link !== null; link = (link as Link).cause) yield link as Link;
}
