import { randomBytes } from 'node:crypto';
import * as oidc from 'openid-client';
import type { Config } from '../server/config.ts';
import { AppError } from '../server/errors.ts';
import * as say from '../words/index.ts';
import type { KeyRing } from './keys.ts';
import { Provider } from './provider.ts';
import type { SignedInPerson } from './session.ts';
import { readToken, signToken } from './tokens.ts';

export const SIGN_IN_SECONDS = 600;

/** What the browser keeps, signed, between leaving for the SIS and coming back. */
interface Journey {
  state: string;
  nonce: string;
  verifier: string;
  destination: string;
}

export interface SignedIn {
  person: SignedInPerson;
  destination: string;
  /** Names this one sign-in. */
  state?: string;
}

/** The SIS did not say what it had to; the reason is for log and audit. */
export class SignInFailed extends Error {
  readonly notStaff: boolean;

  constructor(message: string, notStaff = false, cause?: unknown) {
    super(message, { cause });
    this.notStaff = notStaff;
  }
}

/** Signing in with the SIS as OpenID Connect provider: code flow, everything that comes back is checked. */
export class SignIn {
  readonly #config: Config;
  readonly #keys: KeyRing;
  readonly #provider: Provider;

  constructor(config: Config, keys: KeyRing) {
    this.#config = config;
    this.#keys = keys;
    this.#provider = new Provider(config);
  }

  /** Where to send the browser, and the cookie it has to bring back. Throws SIS_AWAY. */
  async begin(destination: string): Promise<{ url: string; cookie: string }> {
    const journey: Journey = {
      state: randomBytes(24).toString('base64url'),
      nonce: randomBytes(24).toString('base64url'),
      verifier: oidc.randomPKCECodeVerifier(),
      destination,
    };
    const parameters: Record<string, string> = {
      redirect_uri: this.#redirectUri,
      scope: 'openid profile email',
      state: journey.state,
      nonce: journey.nonce,
      _persona: 'staff',
    };
    if (await this.#provider.supportsPkce()) {
      parameters.code_challenge = await oidc.calculatePKCECodeChallenge(journey.verifier);
      parameters.code_challenge_method = 'S256';
    }
    const url = await this.#provider.signInUrl(parameters);
    return { url: url.href, cookie: signToken('sign-in', journey, SIGN_IN_SECONDS, this.#keys) };
  }

  /** Who the SIS says this is, and where the browser wanted to go. Throws SignInFailed, or SIS_AWAY. */
  async finish(callback: URL, cookie: string | undefined): Promise<SignedIn> {
    const journey = cookie ? readToken<Journey>('sign-in', cookie, this.#keys) : undefined;
    if (!journey) throw new SignInFailed('the sign-in was not begun in this browser, or too long ago');
    const checks = {
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      idTokenExpected: true,
      ...((await this.#provider.supportsPkce()) ? { pkceCodeVerifier: journey.verifier } : {}),
    };
    let claims: oidc.IDToken | undefined;
    try {
      const tokens = await this.#provider.ask((client) => oidc.authorizationCodeGrant(client, callback, checks));
      claims = tokens.claims();
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new SignInFailed('the answer of the SIS does not hold', false, cause);
    }
    return { person: personOf(claims), destination: journey.destination, state: journey.state };
  }

  get #redirectUri(): string {
    return `${this.#config.publicUrl}/sign-in/callback`;
  }
}

/** Staff only: the persona has to be there and right, and the number has to be one of Users.DCID. */
function personOf(claims: oidc.IDToken | undefined): SignedInPerson {
  if (!claims) throw new SignInFailed('no ID token');
  if (claims.persona !== 'staff' && claims.persona !== 'teacher') throw new SignInFailed('not a member of staff', true);
  const reader = Number(claims.ps_dcid);
  if (!Number.isInteger(reader) || reader <= 0) throw new SignInFailed('no number of the person');
  const name = [claims.given_name, claims.family_name].filter((part) => typeof part === 'string').join(' ');
  return {
    sub: claims.sub.slice(0, 200),
    reader,
    name: (name || String(claims.preferred_username ?? say.access.signIn.noName)).slice(0, 100),
  };
}
