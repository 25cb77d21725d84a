import { createHash } from 'node:crypto';
import { secretsIn, type AdapterLimits } from '@amanah/adapter-api';
import { inputHash } from './calls/input-hash.ts';
import { configuredFiles } from './configured-files.ts';
import type { OperationsSystemDefinition } from './definition.ts';
import { MissingSecret } from './missing-secret.ts';
import type { CallableSystem, SystemAccess } from './processes/contract.ts';
import type { SystemFiles } from './system-uploads.ts';

/** What an adapter needs to reach a system. */
export interface AccessParts {
  readonly definition: Pick<OperationsSystemDefinition, 'id' | 'adapter' | 'connection' | 'limits'>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly uploads: SystemFiles;
  readonly configDir: URL;
}

/** The definition with values and files in place of their names. @throws MissingSecret */
export function systemAccess({ definition, secrets, uploads, configDir }: AccessParts): SystemAccess {
  const names = secretsIn(definition.connection);
  const missing = names.find((name) => !Object.hasOwn(secrets, name));
  if (missing !== undefined) throw new MissingSecret(missing);
  return {
    systemId: definition.id,
    protocol: definition.adapter,
    connection: definition.connection,
    secrets: Object.fromEntries(names.map((name) => [name, secrets[name] as string])),
    files: { ...configuredFiles(definition.connection, configDir), ...uploads },
    limits: limitsOf(definition),
  };
}

function limitsOf({ limits: { queued: _queued, ...limits } }: Pick<OperationsSystemDefinition, 'limits'>): AdapterLimits {
  return limits;
}

/** Chosen operations as adapter processes take them. */
export function chosenOperations({ operations }: Pick<OperationsSystemDefinition, 'operations'>): CallableSystem['operations'] {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { from, input, output }]) => [name, { from, ...(input ? { input } : {}), ...(output ? { output } : {}) }]),
  );
}

/** What a contract is accepted for: another connection, other files or other chosen operations need the system to be read again. */
export function contractFingerprint({ protocol, connection, files }: SystemAccess, { operations }: Pick<OperationsSystemDefinition, 'operations'>): string {
  const hashes = Object.entries(files).map(([path, content]) => [path, createHash('sha256').update(content).digest('hex')]);
  const chosen = [...new Set(Object.values(operations).map(({ from }) => from))].sort();
  return inputHash([protocol, connection, hashes.sort(), chosen]);
}
