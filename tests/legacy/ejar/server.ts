import { restSystem, type RestAnswer, type RestRequest } from '../rest/rest-system.ts';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { ejarDocument } from './ejar-document.ts';
import { leases } from './leases.ts';

/** User and password by which the hub is known (demo values). */
const user = 'amanah-eastern';
const password = 'ejar-demo-password';
const pageSize = 2;

const problem = (status: number, code: string, detail: string): RestAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  body: { type: `https://ejar.example/problems/${code}`, title: 'إيجار', status, detail, code },
});
const unknown = problem(404, 'LEASE_UNKNOWN', 'لا يوجد عقد بهذا الرقم');

interface Attachment {
  readonly lease: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly note: string;
}
const attachments: Attachment[] = [];
const usages: { readonly lease: string; readonly licence: string }[] = [];
const find = (number: string) => leases.find((one) => one.number === number);

function list({ query }: RestRequest): RestAnswer {
  const tenant = query.get('tenant');
  const fits = leases.filter((one) => (!tenant || one.tenant.id === tenant) && (!query.has('filter[state]') || one.state === query.get('filter[state]')));
  const from = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString() || 0);
  const next = from + pageSize < fits.length ? Buffer.from(String(from + pageSize)).toString('base64url') : null;
  return { body: { leases: fits.slice(from, from + pageSize), nextCursor: next } };
}

async function attach({ headers, body }: RestRequest, [number = '']: readonly string[]): Promise<RestAnswer> {
  if (!find(number)) return unknown;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
  const [file, note] = [form.get('file'), form.get('note')];
  if (!(file instanceof File)) return problem(422, 'FILE_MISSING', 'الملف مطلوب');
  attachments.push({ lease: number, name: file.name, type: file.type, bytes: file.size, note: typeof note === 'string' ? note : '' });
  return { status: 201, headers: { location: `/leases/${number}/attachments/${attachments.length}` } };
}

function use({ body }: RestRequest, [number = '']: readonly string[]): RestAnswer {
  const lease = find(number);
  if (!lease) return unknown;
  if (lease.state !== 'active') return problem(409, 'LEASE_ENDED', 'العقد منتهٍ ولا تُربط به رخصة');
  const { licence } = JSON.parse(body.toString()) as { licence: string };
  usages.push({ lease: number, licence });
  return { status: 204 };
}

/** Ejar's leases: OpenAPI 3.1 with kinds of tenants by discriminator, HTTP Basic, pages by cursor, files by form, licences bound to a lease. */
const ejar = restSystem({
  document: (url, changed) => ({ path: '/openapi.json', type: 'application/json', text: JSON.stringify(ejarDocument(url, changed)) }),
  refuse: ({ path, headers }) =>
    !path.startsWith('/leases') || headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      ? null
      : { ...problem(401, 'CREDENTIALS', 'بيانات الدخول غير صحيحة'), headers: { 'www-authenticate': 'Basic realm="Ejar"' } },
  routes: [
    { method: 'GET', path: /^\/leases$/, answer: list },
    {
      method: 'GET',
      path: /^\/leases\/([\d-]+)$/,
      answer(_request, [number = '']) {
        const found = find(number);
        return found ? { body: found } : unknown;
      },
    },
    {
      method: 'GET',
      path: /^\/leases\/([\d-]+)\/attachments$/,
      answer: (_request, [number = '']) => ({ body: attachments.filter(({ lease }) => lease === number) }),
    },
    { method: 'POST', path: /^\/leases\/([\d-]+)\/attachments$/, writes: 'attach', answer: attach },
    {
      method: 'GET',
      path: /^\/leases\/([\d-]+)\/document$/,
      answer: (_request, [number = '']) =>
        find(number) ? { headers: { 'content-type': 'application/pdf' }, body: Buffer.from(`%PDF-1.7\n% ${number}\n%%EOF\n`) } : unknown,
    },
    { method: 'PUT', path: /^\/leases\/([\d-]+)\/licence$/, writes: 'bindLicence', answer: use },
  ],
});

const { address, port } = standInArguments({ address: '127.0.0.12', settings: {} });
await serveStandIn({ address, port, listener: ejar.listener, controls: ejar.controls });
