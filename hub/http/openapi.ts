import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { PluginProtocol, PluginRoute, PluginSocketPlace } from '../host/contract.ts';

/** Beside the routes: what follows an outside protocol is named with its rights, and described by that protocol. */
export interface OtherOperations {
  readonly protocols: readonly PluginProtocol[];
  readonly sockets: readonly PluginSocketPlace[];
}

/** One OpenAPI 3.1 document of all plugins' routes. `server`: public address of the portal. */
export function openApiDocument(routes: readonly Pick<PluginRoute, 'plugin' | 'route'>[], server: string, others?: OtherOperations): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const bound of routes) {
    const path = `/api/${bound.plugin}${bound.route.path}`;
    (paths[path] ??= {})[bound.route.method] = operation(bound);
  }
  for (const { plugin, protocol } of others?.protocols ?? []) {
    const path = openApiPath(protocol.at);
    for (const method of protocol.methods) (paths[path] ??= {})[method.toLowerCase()] = namedOperation(plugin, method, path, protocol, 'x-protocol');
  }
  for (const { plugin, socket } of others?.sockets ?? []) {
    const path = openApiPath(`/api/${plugin}${socket.path}`);
    (paths[path] ??= {}).get = namedOperation(plugin, 'socket', path, socket, 'x-socket');
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Amanah Hub',
      version: '0.1.0',
      description:
        'Routes of every plugin of this hub. State-changing calls on the session cookie need the exact Origin. Systems call some of them with an access token of their own client.',
    },
    servers: [{ url: server.replace(/\/$/, '') }],
    paths: paths as ZodOpenApiPathsObject,
    components: { securitySchemes: securitySchemes(server), schemas: { Problem: problem } },
  });
}

/** Of people, and of systems: an access token of the client itself, whose grants and not whose scopes say what it may do. */
function securitySchemes(server: string) {
  const tokenUrl = new URL('/oidc/token', server).href;
  return {
    session: { type: 'apiKey', in: 'cookie', name: 'amanah' },
    system: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } },
  } as const;
}

const problem = z
  .object({
    type: z.string(),
    code: z.string(),
    title: z.string(),
    detail: z.string(),
    status: z.int(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem in the language of the request' });

/** `/api/media/hls/:programme/*` → `/api/media/hls/{programme}/{rest}` */
function openApiPath(at: string): string {
  return at.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}');
}

function rightsOf(plugin: string, { access, openToSystems }: Pick<PluginRoute['route'], 'access' | 'openToSystems'>): Partial<ZodOpenApiOperationObject> {
  return typeof access === 'string'
    ? { security: [{ session: [] }, ...(openToSystems ? [{ system: [] }] : [])], 'x-permission': `${plugin}:${access}` }
    : { security: [], 'x-public': access.public };
}

function operationId(plugin: string, method: string, path: string): string {
  return `${plugin}-${method}-${path}`.replace(/[^a-zA-Z0-9]+/g, '-').replace(/-$/, '');
}

function namedOperation(
  plugin: string,
  method: string,
  path: string,
  named: Pick<PluginRoute['route'], 'access' | 'openToSystems' | 'summary'>,
  mark: 'x-protocol' | 'x-socket',
): ZodOpenApiOperationObject {
  const places = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map((match) => [match[1]!, z.string()]));
  return {
    operationId: operationId(plugin, method.toLowerCase(), path),
    tags: [plugin],
    summary: named.summary,
    ...rightsOf(plugin, named),
    [mark]: true,
    ...(Object.keys(places).length > 0 ? { requestParams: { path: z.object(places) } } : {}),
    responses: { default: { description: 'As its protocol says; a refusal is a Problem', content: { 'application/problem+json': { schema: problem } } } },
  };
}

function operation({ plugin, route }: Pick<PluginRoute, 'plugin' | 'route'>): ZodOpenApiOperationObject {
  return {
    operationId: operationId(plugin, route.method, route.path),
    tags: [plugin],
    summary: route.summary,
    ...rightsOf(plugin, route),
    ...inputOf(route),
    responses: {
      ...answersOf(route.output),
      default: { description: 'Problem', content: { 'application/problem+json': { schema: problem } } },
    },
  };
}

/** Bytes of a file (OpenAPI 3.1 leaves the schema out; generators of types know them by this format). */
const bytes = { type: 'string', format: 'binary' } as const;

function answersOf(output: PluginRoute['route']['output']): ZodOpenApiOperationObject['responses'] {
  if ('fileTypes' in output) {
    const content = Object.fromEntries(output.fileTypes.map((type) => [type, { schema: bytes }]));
    return {
      '200': { description: 'The file', content },
      '206': { description: 'The part of the file that `Range` asked for', content },
    };
  }
  if (output instanceof z.ZodVoid || output instanceof z.ZodUndefined) return { '204': { description: 'Done' } };
  return { '200': { description: 'Done', content: { 'application/json': { schema: output } } } };
}

const uploadHeaders = z.object({
  'X-File-Name': z.string().optional().meta({ description: 'Name of the file, percent-encoded UTF-8' }),
});

/** A route that takes a file has it for its body, and everything else in path and query. */
function inputOf({ path, method, input, upload }: PluginRoute['route']): Partial<ZodOpenApiOperationObject> {
  if (!upload) return plainInput(path, method, input);
  const { requestParams } = plainInput(path, 'get', input);
  return {
    requestParams: { ...requestParams, header: uploadHeaders },
    requestBody: { required: true, description: `One file of at most ${upload.maxBytes} bytes`, content: { '*/*': { schema: bytes } } },
  };
}

function plainInput(path: string, method: string, input: z.ZodType): Partial<ZodOpenApiOperationObject> {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  if (!(input instanceof z.ZodObject)) return method === 'get' ? {} : { requestBody: { content: { 'application/json': { schema: input } } } };
  const shape = input.shape as Record<string, z.ZodType>;
  const pick = (want: (key: string) => boolean) => z.object(Object.fromEntries(Object.entries(shape).filter(([key]) => want(key))));
  const rest = pick((key) => !inPath.includes(key));
  const hasRest = Object.keys(rest.shape).length > 0;
  const query = method === 'get' || method === 'delete';
  return {
    requestParams: { ...(inPath.length > 0 ? { path: pick((key) => inPath.includes(key)) } : {}), ...(query && hasRest ? { query: rest } : {}) },
    ...(!query && hasRest ? { requestBody: { content: { 'application/json': { schema: rest } } } } : {}),
  };
}
