import { AmanahError } from '@amanah/errors';
import type { Actor, AuditEntry, Log, MicroFrontendInfo } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';
import { parseMicroFrontend, type MicroFrontendDefinition } from './micro-frontend-definition.ts';

const channel = 'hub_micro_frontend';

export interface MicroFrontend {
  readonly definition: MicroFrontendDefinition;
  readonly reviewed: boolean;
  readonly reviewedAt: string | null;
  readonly refused: boolean;
}

/** Registry of third parties' micro-frontends; every replica holds the same set in memory. */
export interface MicroFrontends {
  all(): readonly MicroFrontend[];
  info(): readonly MicroFrontendInfo[];
  save(source: string | object, by: Actor | null, requestId: string): Promise<MicroFrontendInfo>;
  review(id: string, approve: boolean, by: Actor | null, requestId: string): Promise<void>;
  remove(id: string, by: Actor | null, requestId: string): Promise<void>;
  close(): Promise<void>;
}

interface Row {
  readonly definition: MicroFrontendDefinition;
  readonly reviewed_at: Date | null;
  readonly refused: boolean;
}

/** Loads the registry and follows its changes. */
export async function createMicroFrontends({
  store,
  audit,
  log,
}: {
  store: Store;
  audit: { record(entry: AuditEntry): Promise<void> };
  log: Log;
}): Promise<MicroFrontends> {
  let current: readonly MicroFrontend[] = [];
  const load = async () => {
    const rows = await store.hub.query<Row>('SELECT definition, reviewed_at, refused FROM hub.micro_frontend ORDER BY id');
    current = rows.map((row) => ({
      definition: row.definition,
      reviewed: row.reviewed_at !== null,
      reviewedAt: row.reviewed_at?.toISOString() ?? null,
      refused: row.refused,
    }));
  };
  await load();
  const unlisten = await store.listen(
    channel,
    () => void load().catch((error: unknown) => log.error({ err: error }, 'micro-frontends could not be read again')),
  );

  const changed = async (action: string, id: string, actor: Actor | null, requestId: string) => {
    await audit.record({ action: `host:${action}`, actor, subject: `micro-frontend/${id}`, requestId });
    await load();
    await store.notify(channel, id);
  };
  const needRow = (rows: readonly unknown[], id: string) => {
    if (rows.length === 0) throw new AmanahError('HOST_MICRO_FRONTEND_UNKNOWN', { detail: id });
  };
  return {
    all: () => current,
    info: () => current.map(infoOf),
    async save(source, by, requestId) {
      const definition = parseMicroFrontend(source);
      // Any change takes the review back: what was reviewed are these very files.
      await store.hub.query(
        `INSERT INTO hub.micro_frontend (id, definition) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now(), reviewed_at = NULL, reviewed_by = NULL, refused = false
         WHERE hub.micro_frontend.definition IS DISTINCT FROM $2`,
        [definition.id, JSON.stringify(definition)],
      );
      await changed('micro-frontend.saved', definition.id, by, requestId);
      return infoOf(current.find((one) => one.definition.id === definition.id)!);
    },
    async review(id, approve, by, requestId) {
      needRow(
        await store.hub.query(
          `UPDATE hub.micro_frontend SET refused = NOT $2::boolean, reviewed_at = CASE WHEN $2 THEN now() END, reviewed_by = $3 WHERE id = $1 RETURNING id`,
          [id, approve, by?.person.id ?? 'command line'],
        ),
        id,
      );
      await changed(approve ? 'micro-frontend.approved' : 'micro-frontend.refused', id, by, requestId);
    },
    async remove(id, by, requestId) {
      needRow(await store.hub.query('DELETE FROM hub.micro_frontend WHERE id = $1 RETURNING id', [id]), id);
      await changed('micro-frontend.removed', id, by, requestId);
    },
    close: unlisten,
  };
}

function infoOf({ definition: { id, title, origin, entry, at, permission, files }, reviewed, reviewedAt, refused }: MicroFrontend): MicroFrontendInfo {
  return { id, title, origin, entry, at, permission, files, reviewed, reviewedAt, state: refused ? 'refused' : reviewed ? 'active' : 'awaiting-review' };
}
