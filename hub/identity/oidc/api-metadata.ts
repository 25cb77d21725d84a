import { apiResource } from './api-resource.ts';
import { proofAlgorithms } from './dpop-proof.ts';

/** What a client must know to call the hub's own API: where tokens come from and how they are shown (RFC 9728). */
export function apiMetadata(publicUrl: URL): Readonly<Record<string, unknown>> {
  return {
    resource: apiResource(publicUrl),
    authorization_servers: [new URL('/oidc', publicUrl).href],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: proofAlgorithms,
    resource_name: 'Amanah Hub',
    resource_documentation: new URL('/api/openapi.json', publicUrl).href,
  };
}
