import type { RequestListener } from 'node:http';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { readEstablishments, type Establishment } from './establishments.ts';
import { registerApi } from './register-api.ts';

const establishments = readEstablishments(new URL('../../../config/demo/people.yaml', import.meta.url));

/**
 * The register's first interface, open to the hub's own network:
 * `GET /establishments?nationalId=1…` → `{ establishments: [{ …, role }] }` of one person;
 * `GET /establishments/7…` (or an old register number) → one with its people, 404 when unknown.
 * Its second one is described at `/v2/openapi.json` (`register-api.ts`).
 */
const listener: RequestListener = (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://register');
  const reply = (status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
  if (request.method !== 'GET') return reply(405, { code: 'METHOD_NOT_ALLOWED' });
  if (pathname === '/health') return reply(200, { status: 'ok' });
  if (pathname === '/establishments') {
    const nationalId = searchParams.get('nationalId');
    if (!nationalId || !/^[12]\d{9}$/.test(nationalId)) return reply(400, { code: 'NATIONAL_ID_INVALID' });
    return reply(200, { establishments: establishments.flatMap((one) => asSeenBy(one, nationalId)) });
  }
  const number = /^\/establishments\/(\d{10})$/.exec(pathname)?.[1];
  const found = number && establishments.find((one) => one.unifiedNumber === number || one.legacyRegisters.includes(number));
  if (found) return reply(200, found);
  reply(404, { code: number ? 'ESTABLISHMENT_UNKNOWN' : 'NOT_FOUND' });
};

function asSeenBy({ people, ...establishment }: Establishment, nationalId: string): object[] {
  const person = people.find((one) => one.nationalId === nationalId);
  return person ? [{ ...establishment, role: person.role }] : [];
}

const { address, port } = standInArguments({ address: '127.0.0.7', settings: {} });
const second = registerApi(establishments);
await serveStandIn({
  address,
  port,
  controls: second.controls,
  listener: (url) => {
    const api = second.listener(url);
    return (request, response) => (/^\/(?:v2|oauth)\//.test(request.url ?? '') ? api : listener)(request, response);
  },
});
