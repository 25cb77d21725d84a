import { createHmac } from 'node:crypto';
import type { Client } from 'oidc-provider';
import type { Secret } from '../../config/secret.ts';

function keyed(sealKey: Secret, text: string): string {
  return createHmac('sha256', Buffer.from(sealKey.reveal(), 'base64')).update(text).digest('base64url');
}

/** The `sub` by which a client that asked for its own knows a person: two such clients cannot compare notes. */
export function pairwise(sealKey: Secret, client: Client, personId: string): string {
  return keyed(sealKey, `pairwise\n${client.sectorIdentifier ?? client.clientId}\n${personId}`);
}

/** The `sub` by which a client knows a person. */
export function subjectAt(client: Client | undefined, personId: string, sealKey: Secret): string {
  return client?.subjectType === 'pairwise' ? pairwise(sealKey, client, personId) : personId;
}

/** The `sid` by which a client knows a portal session: the same in its id tokens and in the logout token. */
export function sidAt(clientId: string, sessionId: string, sealKey: Secret): string {
  return keyed(sealKey, `sid\n${clientId}\n${sessionId}`).slice(0, 22);
}
