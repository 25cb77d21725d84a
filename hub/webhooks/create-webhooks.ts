import { randomBytes } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { AuditEntry, Log, PluginEvent, WebhookDelivery, WebhookInfo } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import { guardedFetch } from '../identity/oidc/guarded-fetch.ts';
import { seal } from '../identity/seal.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import { cloudEventOf } from './cloud-event.ts';
import type { Webhooks } from './contract.ts';
import { createDeliverer, secretPurpose } from './deliverer.ts';
import { isTypePattern, subscribes } from './event-types.ts';

/** So long both secrets sign after a rotation. */
const rotationHours = 24;
const mostTypes = 50;

interface Sources {
  readonly config: Pick<HubConfig, 'publicUrl' | 'sealKey' | 'profile' | 'innerNetworks'>;
  readonly log: Log;
  readonly store: Pick<Store, 'hub'>;
  readonly jobs: Pick<Jobs, 'subscribeAll'>;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly hasUnit: (id: string) => boolean;
  readonly nextAttemptMs?: (failed: number) => number | null;
}

/** Subscriptions of outside systems; every event of the outbox becomes one delivery for each that wants it, in the relay's own transaction of that event. */
export function createWebhooks(sources: Sources): Webhooks {
  const { config, log, store, jobs, nextAttemptMs } = sources;
  const deliverer = createDeliverer({ store, log, sealKey: config.sealKey, fetch: guardedFetch(config), ...(nextAttemptMs ? { nextAttemptMs } : {}) });
  jobs.subscribeAll('webhooks', async (event) => {
    await keepDeliveries(store, event, config.publicUrl.origin);
    deliverer.wake();
  });
  return { admin: webhooksAdmin(sources, deliverer.wake), start: deliverer.start, close: deliverer.close };
}

/** A repeated event finds its deliveries there already. */
async function keepDeliveries(store: Pick<Store, 'hub'>, event: PluginEvent, origin: string): Promise<void> {
  const all = await store.hub.query<{ id: string; types: readonly string[] }>('SELECT id, types FROM hub.webhook WHERE active');
  const wanting = all.filter(({ types }) => subscribes(types, event.type)).map(({ id }) => id);
  if (wanting.length === 0) return;
  await store.hub.query(
    `INSERT INTO hub.webhook_delivery (webhook_id, event_id, event) SELECT webhook, $2, $3 FROM unnest($1::uuid[]) AS webhook
     ON CONFLICT (webhook_id, event_id) DO NOTHING`,
    [wanting, event.id, JSON.stringify(cloudEventOf(event, origin))],
  );
}

/** What is done with subscriptions; `wake` tells who sends that something may be due. */
export function webhooksAdmin({ config, store, audit, hasUnit }: Omit<Sources, 'jobs' | 'log'>, wake: () => void): Webhooks['admin'] {
  const done = (action: string, id: string, actor: AuditEntry['actor'], requestId: string, data?: AuditEntry['data']) =>
    audit.record({ action: `webhooks:${action}`, subject: `webhook/${id}`, actor, requestId, ...(data ? { data } : {}) });
  const sealed = (id: string, secret: string) => seal(config.sealKey, secretPurpose(id), secret);
  const assertKnown = (rows: readonly unknown[], id: string) => {
    if (rows.length === 0) throw new AmanahError('SYSTEMS_WEBHOOK_UNKNOWN', { detail: id });
  };
  const check = (given: { url?: string; types?: readonly string[]; owner?: string }) => {
    const wrong = faultsOf(given, config.profile, hasUnit);
    if (wrong.length > 0) throw new AmanahError('SYSTEMS_WEBHOOK_INVALID', { fields: wrong });
  };

  return {
    async list() {
      const rows = await store.hub.query<WebhookInfo & { rotatingUntil: Date | null; createdAt: Date; lastAt: Date | null; lastOk: boolean | null }>(
        `SELECT w.id, w.url, w.types, w.owner, w.active, w.created_at AS "createdAt",
           CASE WHEN w.previous_until > now() THEN w.previous_until END AS "rotatingUntil",
           last.at AS "lastAt", last.ok AS "lastOk",
           (SELECT count(*)::int FROM hub.webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.attempts > 0) AS failing
         FROM hub.webhook w LEFT JOIN LATERAL (
           SELECT coalesce(d.delivered_at, d.created_at) AS at, d.state = 'delivered' AS ok FROM hub.webhook_delivery d
           WHERE d.webhook_id = w.id AND d.attempts > 0 ORDER BY d.created_at DESC LIMIT 1) last ON true
         ORDER BY w.created_at`,
      );
      return rows.map(({ lastAt, lastOk, createdAt, rotatingUntil, ...one }) => ({
        ...one,
        createdAt: createdAt.toISOString(),
        rotatingUntil: rotatingUntil?.toISOString() ?? null,
        lastDelivery: lastAt && { at: lastAt.toISOString(), ok: lastOk === true },
      }));
    },
    async add(given, by, requestId) {
      check(given);
      const secret = newSecret();
      const [{ id }] = (await store.hub.query<{ id: string }>('SELECT gen_random_uuid() AS id')) as [{ id: string }];
      await store.hub.query('INSERT INTO hub.webhook (id, url, types, owner, sealed_secret) VALUES ($1, $2, $3, $4, $5)', [
        id,
        given.url,
        given.types,
        given.owner,
        sealed(id, secret),
      ]);
      await done('added', id, by, requestId, { url: new URL(given.url).origin, types: given.types, owner: given.owner });
      return { id, secret };
    },
    async change(id, change, by, requestId) {
      check(change);
      const rows = await store.hub.query(
        'UPDATE hub.webhook SET url = coalesce($2, url), types = coalesce($3, types), active = coalesce($4, active) WHERE id::text = $1 RETURNING 1',
        [id, change.url ?? null, change.types ?? null, change.active ?? null],
      );
      assertKnown(rows, id);
      await done('changed', id, by, requestId, { ...change, ...(change.url ? { url: new URL(change.url).origin } : {}) });
      wake();
    },
    async rotate(id, by, requestId) {
      const secret = newSecret();
      const rows = await store.hub.query(
        `UPDATE hub.webhook SET sealed_previous = sealed_secret, previous_until = now() + make_interval(hours => $3), sealed_secret = $2 WHERE id::text = $1 RETURNING 1`,
        [id, sealed(id, secret), rotationHours],
      );
      assertKnown(rows, id);
      await done('secret-rotated', id, by, requestId);
      return { secret };
    },
    async remove(id, by, requestId) {
      assertKnown(await store.hub.query('DELETE FROM hub.webhook WHERE id::text = $1 RETURNING 1', [id]), id);
      await done('removed', id, by, requestId);
    },
    async deliveries(id, limit) {
      const rows = await store.hub.query<DeliveryRow>(
        `SELECT id, event_id, event->>'type' AS type, state, attempts, next_at, last_status, last_error, created_at, delivered_at
         FROM hub.webhook_delivery WHERE webhook_id::text = $1 ORDER BY created_at DESC LIMIT $2`,
        [id, Math.min(limit, 200)],
      );
      return rows.map(deliveryOf);
    },
    async replay(id, what, by, requestId) {
      const rows = await store.hub.query(
        `UPDATE hub.webhook_delivery SET state = 'waiting', attempts = 0, next_at = now(), delivered_at = NULL
         WHERE webhook_id::text = $1 AND ${'delivery' in what ? 'id::text = $2' : 'created_at >= $2::timestamptz'} RETURNING 1`,
        [id, 'delivery' in what ? what.delivery : what.since],
      );
      assertKnown(rows, id);
      await done('replayed', id, by, requestId, { deliveries: rows.length });
      wake();
      return rows.length;
    },
  };
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function faultsOf(given: { url?: string; types?: readonly string[]; owner?: string }, profile: HubConfig['profile'], hasUnit: (id: string) => boolean) {
  const wrong: { path: string; message: string }[] = [];
  const url = given.url === undefined ? null : URL.parse(given.url);
  if (given.url !== undefined && (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)) wrong.push({ path: 'url', message: 'https://…' });
  else if (url && url.protocol !== 'https:' && profile === 'production') wrong.push({ path: 'url', message: 'https' });
  if (given.types !== undefined && (given.types.length === 0 || given.types.length > mostTypes)) wrong.push({ path: 'types', message: `1–${mostTypes}` });
  given.types?.forEach((type, at) => {
    if (!isTypePattern(type)) wrong.push({ path: `types.${at}`, message: type });
  });
  if (given.owner !== undefined && !hasUnit(given.owner)) wrong.push({ path: 'owner', message: given.owner });
  return wrong;
}

interface DeliveryRow {
  readonly id: string;
  readonly event_id: string;
  readonly type: string;
  readonly state: WebhookDelivery['state'];
  readonly attempts: number;
  readonly next_at: Date;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
}

function deliveryOf(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdAt: row.created_at.toISOString(),
    deliveredAt: row.delivered_at?.toISOString() ?? null,
  };
}
