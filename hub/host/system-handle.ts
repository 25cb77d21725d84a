import { randomUUID } from 'node:crypto';
import type { OperationOptions, PluginManifest, SystemHandle, SystemOperation } from '@amanah/plugin-api';
import { currentCall } from '../systems/calls/current-caller.ts';
import type { Systems } from '../systems/contract.ts';

/** Id of the system behind a manifest's local name: `commerceRegister` → `commerce-register`. */
export function systemIdOf(localName: string): string {
  return localName.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Handles of the systems that a plugin's manifest names, by local name. */
export function systemHandles(plugin: string, manifest: PluginManifest, systems: Pick<Systems, 'byId' | 'info' | 'calls'>): Record<string, SystemHandle> {
  return Object.fromEntries(Object.keys(manifest.systems ?? {}).map((name) => [name, handleOf(systemIdOf(name), plugin, systems)]));
}

/** A system as one plugin sees it: what it is, and its operations as functions of their names. */
function handleOf(id: string, plugin: string, systems: Pick<Systems, 'byId' | 'info' | 'calls'>): SystemHandle {
  const operation = (name: string) => operationOf(id, name, plugin, systems);
  const handle: SystemHandle = {
    id,
    get title() {
      return systems.byId(id)?.title ?? { ar: id, en: id };
    },
    state: () => systems.info(id)?.state ?? 'unknown',
    operation,
  };
  return new Proxy(handle, {
    // `then` would make a promise of it, and symbols are what the language itself looks for.
    get: (target, key) => (typeof key === 'symbol' || key === 'then' || key in target ? (Reflect.get(target, key) as unknown) : operation(key)),
  });
}

function operationOf(system: string, operation: string, plugin: string, { calls }: Pick<Systems, 'calls'>): SystemOperation {
  const call = (input: unknown, cursor: string | null, options: OperationOptions) => {
    const current = currentCall();
    const caller = {
      plugin,
      actor: current?.actor ?? null,
      ...(current?.system ? { system: current.system } : {}),
      language: current?.language ?? 'ar',
      requestId: current?.requestId ?? randomUUID(),
    };
    const signals = [options.signal, current?.signal].filter((one) => one !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    return calls.call({ system, operation, input, cursor, caller, options: signal ? { ...options, signal } : options });
  };
  return Object.assign(async (input: unknown, options: OperationOptions = {}) => (await call(input, null, options)).output, {
    async *pages(input: unknown, options: OperationOptions = {}) {
      let cursor: string | null = null;
      do {
        const { output, next } = await call(input, cursor, options);
        yield output;
        cursor = next;
      } while (cursor !== null);
    },
  });
}
