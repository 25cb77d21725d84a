import type { SystemInfo } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Tier } from './adapter-tier.ts';
import type { ContractStore } from './contracts/contract-store.ts';
import { isWeb } from './definition.ts';
import type { Maintenance, PlannedMaintenance } from './maintenance.ts';
import type { SystemRegistry } from './registry.ts';
import type { SystemStates } from './system-states.ts';

interface Sources {
  readonly config: Pick<HubConfig, 'publicUrl' | 'gatewayDomain'>;
  readonly registry: SystemRegistry;
  readonly states: SystemStates;
  readonly maintenance: Maintenance;
  readonly contracts: ContractStore;
  history(id: string): SystemInfo['history'];
  tierOf(protocol: string): Tier;
  dependentsOf(id: string): readonly string[];
}

/** What is shown of a running system, put together from what each part knows of it. */
export function systemInfo(id: string, { config, registry, states, maintenance, contracts, history, tierOf, dependentsOf }: Sources): SystemInfo | undefined {
  const found = registry.byId(id);
  if (!found) return undefined;
  const { definition, source, from } = found;
  const seen = states.of(id);
  const planned = maintenance.of(id);
  const ahead = maintenance.ahead(id);
  const past = history(id);
  const port = config.publicUrl.port ? `:${config.publicUrl.port}` : '';
  return {
    id,
    title: definition.title,
    ...(definition.description ? { description: definition.description } : {}),
    owner: definition.owner,
    adapter: definition.adapter,
    source,
    ...(source === 'file' ? { file: from } : {}),
    access: definition.access,
    url: isWeb(definition) ? `${config.publicUrl.protocol}//${definition.connection.host}.${config.gatewayDomain}${port}/` : null,
    bridge: isWeb(definition) ? definition.signIn.bridge : null,
    bar: isWeb(definition) && definition.bar,
    state: planned ? 'maintenance' : seen.state,
    reason: seen.reason,
    since: seen.since?.toISOString() ?? null,
    lastUpAt: seen.lastUpAt?.toISOString() ?? null,
    medianMs: past.at(-1)?.medianMs ?? null,
    history: past,
    tier: isWeb(definition) ? null : tierOf(definition.adapter),
    operations: isWeb(definition) ? 0 : Object.keys(definition.operations).length,
    dependents: dependentsOf(id),
    needsReview: contracts.of(id)?.needsReview ?? false,
    announced: ahead && { from: ahead.from.toISOString(), ...shown(ahead) },
    maintenance: planned && shown(planned),
  };
}

function shown({ until, note }: PlannedMaintenance) {
  return { until: until.toISOString(), note };
}
