import type { Redis } from 'ioredis';
import type { AdapterPayload } from 'oidc-provider';
import type { ProviderState } from './provider-state.ts';
import { usedAlready } from './used-already.ts';

const prefix = 'amanah:oidc';
/** How long the mark of a first use is kept: two uses at the same moment, not two in a row, are what it settles. */
const takenSeconds = 60;

/** The provider's state in Redis: one string per artefact that expires by itself, and per grant the set of what came of it. */
export function redisState(redis: Redis): ProviderState {
  const grantKey = (grantId: string) => `${prefix}:of-grant:${grantId}`;
  const parsed = (text: string | null) => (text === null ? undefined : (JSON.parse(text) as AdapterPayload));

  const adapter: ProviderState['adapter'] = (model) => {
    const keyOf = (id: string) => `${prefix}:${model}:${id}`;
    const uidKey = (uid: string) => `${prefix}:uid:${model}:${uid}`;
    return {
      async upsert(id, payload, expiresIn) {
        const key = keyOf(id);
        const text = JSON.stringify(payload);
        // What stands alone is one command, sent together with those of other requests.
        if (!payload.uid && !payload.grantId) return void (await (expiresIn ? redis.set(key, text, 'EX', expiresIn) : redis.set(key, text)));
        const change = redis.multi();
        const set = (at: string, value: string) => (expiresIn ? change.set(at, value, 'EX', expiresIn) : change.set(at, value));
        set(key, text);
        if (payload.uid) set(uidKey(payload.uid), id);
        if (payload.grantId) {
          const members = grantKey(payload.grantId);
          change.sadd(members, key);
          // NX gives a new set its end, GT moves the end of one that is there: it lives as long as its longest member.
          if (expiresIn) change.expire(members, expiresIn, 'NX').expire(members, expiresIn, 'GT');
          else change.persist(members);
        }
        await change.exec();
      },
      find: async (id) => parsed(await redis.get(keyOf(id))),
      async findByUid(uid) {
        const id = await redis.get(uidKey(uid));
        return id === null ? undefined : parsed(await redis.get(keyOf(id)));
      },
      findByUserCode: async () => undefined, // the device flow is not offered
      async consume(id) {
        const key = keyOf(id);
        // Sent together: one wait for both answers.
        const [first, text] = await Promise.all([redis.set(`${key}:taken`, '1', 'EX', takenSeconds, 'NX'), redis.get(key)]);
        if (first === null) throw usedAlready();
        const payload = parsed(text);
        // XX: what was revoked in between must not come back.
        if (payload) await redis.set(key, JSON.stringify({ ...payload, consumed: Math.floor(Date.now() / 1_000) }), 'KEEPTTL', 'XX');
      },
      async destroy(id) {
        await redis.del(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        const members = (await redis.smembers(grantKey(grantId))).filter((key) => key.startsWith(keyOf('')));
        if (members.length > 0) await redis.multi().del(members).srem(grantKey(grantId), members).exec();
      },
    };
  };

  return {
    adapter,
    async endGrants(grantIds) {
      for (const grantId of grantIds) {
        const members = await redis.smembers(grantKey(grantId));
        await redis.del([...members, grantKey(grantId), `${prefix}:Grant:${grantId}`]);
      }
    },
  };
}
