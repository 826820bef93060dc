import type { Adapter, AdapterPayload } from 'oidc-provider';

// Where the provider keeps sessions, codes and tokens: in this app's memory, gone with it. The provider's own store in
// memory holds a thousand of all kinds and drops the rest, which would sign people out in a busy demo.

interface Stored {
  payload: AdapterPayload;
  /** Epoch milliseconds. */
  until: number;
}

/**
 * One per app. Gives the adapter for each kind of thing that the provider stores. Clients are not stored: they are asked for.
 */
export function createOidcStore(findClient: (id: string) => AdapterPayload | undefined): (kind: string) => Adapter {
  const stored = new Map<string, Stored>();

  const sweep = () => {
    const now = Date.now();
    for (const [key, { until }] of stored) if (until <= now) stored.delete(key);
  };
  const load = (key: string) => {
    const found = stored.get(key);
    return found && found.until > Date.now() ? found.payload : undefined;
  };
  const firstOf = (kind: string, matches: (payload: AdapterPayload) => boolean) => {
    for (const [key, { payload }] of stored) if (key.startsWith(`${kind}:`) && matches(payload)) return load(key);
    return undefined;
  };

  return (kind) => ({
    async upsert(id, payload, expiresIn) {
      if (stored.size % 500 === 499) sweep();
      stored.set(`${kind}:${id}`, { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
    },
    async find(id) {
      return kind === 'Client' ? findClient(id) : load(`${kind}:${id}`);
    },
    async findByUid(uid) {
      return firstOf(kind, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return firstOf(kind, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const found = load(`${kind}:${id}`);
      if (found) found.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      stored.delete(`${kind}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of stored) {
        if (key.startsWith(`${kind}:`) && payload.grantId === grantId) stored.delete(key);
      }
    },
  });
}
