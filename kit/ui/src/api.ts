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

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** One JSON call without generated types. Throws ApiProblem on refusal and TypeError when the network is away. */
export async function request<Answer>(url: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = 'GET', body, signal } = options;
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await stepUpFor(await readProblem(response));
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}
