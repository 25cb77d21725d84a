import createClient, { type Client } from 'openapi-fetch';
import { readProblem } from './api-problem.ts';
import { stepUpFor } from './step-up.ts';

/**
 * Typed client of the hub's OpenAPI document (`paths` comes from openapi-typescript). A refusal is thrown as ApiProblem,
 * so `data` is always there when the promise resolves.
 */
export function createApi<Paths extends object>(baseUrl = ''): Client<Paths> {
  const client = createClient<Paths>({ baseUrl });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw await stepUpFor(await readProblem(response));
    },
  });
  return client;
}

/** The data of a typed call: a refusal has been thrown, so it is there. `dataOf(api.GET('/api/systems/mine', { signal }))` */
export async function dataOf<Data>(call: Promise<{ readonly data?: Data }>): Promise<Data> {
  return (await call).data as Data;
}
