import type { PortInfo, PortOperation } from '@amanah/plugin-api';
import type { Store } from '../../store/contract.ts';

/** A port as far as deciding who serves it needs it. */
export interface DeclaredPort {
  /** `plugin/name`. */
  readonly port: string;
  readonly title: PortInfo['title'];
  readonly operations: Readonly<Record<string, Pick<PortOperation, 'effect' | 'optional'>>>;
  /** Plugins that offer to serve it. */
  readonly plugins: readonly string[];
}

/** Keeps the ports of the plugins that run now for commands, which start no plugins. */
export async function keepDeclaredPorts(store: Pick<Store, 'hub'>, ports: readonly DeclaredPort[]): Promise<void> {
  await store.hub.transaction(async (tx) => {
    // One replica after the other: each brings the whole list.
    await tx.query('LOCK TABLE hub.declared_port IN EXCLUSIVE MODE');
    await tx.query('DELETE FROM hub.declared_port');
    for (const [place, { port, title, operations, plugins }] of ports.entries())
      await tx.query('INSERT INTO hub.declared_port (port, title, operations, plugins, place) VALUES ($1, $2, $3, $4, $5)', [
        port,
        JSON.stringify(title),
        JSON.stringify(operations),
        plugins,
        place,
      ]);
  });
}

/** What the hub that runs, or ran last, has kept. */
export async function keptPorts(store: Pick<Store, 'hub'>): Promise<readonly DeclaredPort[]> {
  return store.hub.query<DeclaredPort & Record<string, unknown>>('SELECT port, title, operations, plugins FROM hub.declared_port ORDER BY place');
}
