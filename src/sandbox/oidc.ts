import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type ClientMetadata,
  type Configuration,
  type FindAccount,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { createOidcStore } from './oidc-store.ts';
import type { Shelf } from './plugins/shelf.ts';
import type { SisData, SisPerson } from './sis-data.ts';

// The SIS as OpenID Connect provider: issuer, discovery and claims as the real one's, one client, codes that work once.
// Who signs in is decided by the SIS's session alone; nobody is asked for consent.

export interface OidcOptions {
  sisUrl: string;
  /** Tells the one client and who may sign in: the enabled plugin's, at every request anew. */
  plugins: Shelf;
  data: SisData;
  /** Users.DCID of who is signed in to the SIS with this request. */
  signedIn(req: IncomingMessage): number | undefined;
}

export interface Oidc {
  /** To be mounted at /oauth2. */
  handler: ReturnType<Provider['callback']>;
  /** Goes on with a sign-in that waits, as this person. Answers the request. */
  finish(req: IncomingMessage, res: ServerResponse, person: SisPerson): Promise<void>;
  /** Ends the provider's own session in this browser. */
  signOut(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

export const INTERACTION_PATH = '/oauth2-sign-in';

const ALL_CLAIMS = [
  ...['sub', 'persona', 'ps_dcid', 'ps_uri', 'preferred_username', 'given_name', 'family_name'],
  ...['email', 'email_verified'],
];

const persona = (person: SisPerson) =>
  person.roles.length > 0 && person.roles.every((role) => role === 'Teacher') ? 'teacher' : 'staff';

export function createOidc(options: OidcOptions): Oidc {
  const { sisUrl, data, signedIn } = options;
  const subject = (dcid: number) => `${sisUrl}/uri/staff/${dcid}`;

  const findAccount: FindAccount = async (_ctx, sub) => {
    const person = await data.findPerson(Number(sub.replace(/^.*\//, '')));
    return person && { accountId: sub, claims: () => claims(sub, person) };
  };

  const provider = new Provider(`${sisUrl}/oauth2/`, {
    ...fixedConfiguration(),
    adapter: createOidcStore((id) => clientOf(options.plugins, id)),
    findAccount,
    interactions: { url: (_ctx, interaction) => `${INTERACTION_PATH}/${interaction.uid}` },
    loadExistingGrant: grantEverything,
  });

  // The provider remembers people by itself. When the SIS knows somebody else by now, or nobody, it must forget them.
  provider.use(async (ctx, next) => {
    if (ctx.path.endsWith('/authorize')) {
      const session = await provider.Session.get(ctx as KoaContextWithOIDC);
      const dcid = signedIn(ctx.req);
      if (session.accountId && session.accountId !== (dcid && subject(dcid))) await session.destroy();
    }
    await next();
  });

  return {
    handler: provider.callback(),

    async finish(req, res, person) {
      if (!options.plugins.enabled().requests.personas.includes(persona(person))) {
        const error = { error: 'access_denied', error_description: 'plugin.xml does not let this persona in' };
        return provider.interactionFinished(req, res, error);
      }
      await provider.interactionFinished(req, res, { login: { accountId: subject(person.dcid) } });
    },

    async signOut(req, res) {
      const session = await provider.Session.get(provider.createContext(req, res) as KoaContextWithOIDC);
      if (session.accountId) await session.destroy();
    },
  };
}

function clientOf(plugins: Shelf, id: string): ClientMetadata | undefined {
  const client = plugins.client();
  const { redirectUri } = plugins.enabled().requests;
  if (!client || client.clientId !== id || redirectUri === '') return undefined;
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
    require_auth_time: true,
  };
}

function claims(sub: string, person: SisPerson) {
  return {
    sub,
    persona: persona(person),
    ps_dcid: person.dcid,
    ps_uri: sub,
    preferred_username: person.loginId,
    given_name: person.firstName,
    family_name: person.lastName,
    email: person.email,
    email_verified: false,
  };
}

function fixedConfiguration(): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const cookie = { httpOnly: true, sameSite: 'lax' } as const;
  return {
    // The claims stand in the ID token itself, as with the real SIS.
    conformIdTokenClaims: false,
    claims: { openid: ALL_CLAIMS, email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
    scopes: ['openid', 'email', 'profile'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post'],
    pkce: { required: () => false },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'sandbox' } as never] },
    cookies: { keys: [randomBytes(32).toString('base64url')], long: cookie, short: cookie },
    routes: { authorization: '/authorize', token: '/token', jwks: '/jwks', userinfo: '/userinfo' },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    ttl: { AuthorizationCode: 60, IdToken: 600, AccessToken: 600, Interaction: 3600, Session: 36_000, Grant: 36_000 },
    renderError(ctx, out) {
      ctx.type = 'text/plain';
      ctx.body = `Signing in did not work: ${out.error} ${out.error_description ?? ''}\n`;
    },
  };
}

// The district agreed to everything when it enabled the plugin.
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, provider, session } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known && (await provider.Grant.find(known));
  if (existing) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}
