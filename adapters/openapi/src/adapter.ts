import { defineAdapter } from '@amanah/adapter-api';
import { config, type OpenApiConfig } from './config.ts';
import { openConnection } from './connection/open-connection.ts';
import { readContract } from './contract/read-contract.ts';
import { fetchDocument } from './document/fetch-document.ts';
import type { Snapshot } from './plan.ts';

/** Systems that are described by OpenAPI 3.0, 3.1 or Swagger 2.0. */
export const adapter = defineAdapter<OpenApiConfig>({
  protocol: 'openapi',
  config,
  discover: async (given, ctx) => readContract(await fetchDocument(given, ctx), given),
  connect: (given, contract, ctx) => openConnection(given, contract.snapshot as Snapshot, ctx),
});
