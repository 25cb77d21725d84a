import { createHmac } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Seals } from '@amanah/plugin-api';
import type { Secret } from '../config/secret.ts';
import { seal, unseal } from '../identity/seal.ts';

/** Seals of one plugin: what another plugin sealed never opens here. */
export function pluginSeals(pluginId: string, key: () => Secret): Seals {
  const bound = (purpose: string) => `plugin/${pluginId}/${purpose}`;
  return {
    seal: (purpose, text) => seal(key(), bound(purpose), text),
    unseal: (purpose, sealed) => {
      try {
        return unseal(key(), bound(purpose), sealed);
      } catch (cause) {
        throw new AmanahError('HOST_SEAL_BROKEN', { cause, detail: bound(purpose) });
      }
    },
    digest: (purpose, text) =>
      createHmac('sha256', Buffer.from(key().reveal(), 'base64'))
        .update(`${bound(purpose)}\n${text}`)
        .digest('base64url'),
  };
}
