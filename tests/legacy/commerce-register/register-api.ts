import { ClientTokens } from '../rest/client-tokens.ts';
import { restSystem, type RestAnswer, type RestSystem } from '../rest/rest-system.ts';
import type { Establishment } from './establishments.ts';
import { registerDocument } from './register-document.ts';

/** The client by which the hub is known at the register's second interface (demo value). */
export const registerClient = { id: 'amanah-eastern-province', secret: 'commerce-register-demo-secret' } as const;

/** National activity codes (ISIC4, six digits) of the demo's establishments. */
const activities: Readonly<Record<string, readonly { readonly code: string; readonly name: { readonly ar: string; readonly en: string } }[]>> = {
  '7001234567': [{ code: '471101', name: { ar: 'التموينات (البقالات)', en: 'Groceries' } }],
  '7009876543': [
    { code: '561001', name: { ar: 'المطاعم مع الخدمة', en: 'Restaurants with service' } },
    { code: '563009', name: { ar: 'المقاهي', en: 'Coffee shops' } },
  ],
  '7005550001': [{ code: '433001', name: { ar: 'صيانة المباني', en: 'Maintenance of buildings' } }],
};
const pageSize = 1;

const problem = (status: number, code: string, detail: string): RestAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  body: { type: `urn:mc:problem:${code.toLowerCase()}`, title: 'السجل التجاري', status, detail, code },
});

/** The register's second interface: OpenAPI 3.0.3, OAuth2 client credentials, pages by `Link`, problems of RFC 9457, licences reported once a key. */
export function registerApi(establishments: readonly Establishment[]): RestSystem {
  const tokens = new ClientTokens(registerClient, ['companies.read', 'licences.report']);
  const licences: { readonly unifiedNumber: string; readonly licence: object }[] = [];
  const find = (number: string) => establishments.find((one) => one.unifiedNumber === number || one.legacyRegisters.includes(number));
  const unknown = problem(404, 'ESTABLISHMENT_UNKNOWN', 'لا توجد منشأة بهذا الرقم');
  const described = ({ people: _people, ...establishment }: Establishment) => ({ ...establishment, activities: activities[establishment.unifiedNumber] ?? [] });

  return restSystem({
    document: (url, changed) => ({ path: '/v2/openapi.json', type: 'application/json', text: JSON.stringify(registerDocument(url, changed)) }),
    open(request, skewed) {
      if (request.method !== 'POST' || request.path !== '/oauth/token') return null;
      // A system whose clock is wrong says so in the times it gives; the life of a token is not one of them.
      const answer = tokens.give(request);
      return skewed ? { ...answer, body: { ...(answer.body as object), issued_at: '2050-01-01T00:00:00Z' } } : answer;
    },
    refuse: (request) => (request.path.startsWith('/v2/') ? tokens.refuse(request, request.method === 'GET' ? 'companies.read' : 'licences.report') : null),
    takeBack: () => tokens.takeBack(),
    routes: [
      {
        method: 'GET',
        path: /^\/v2\/companies\/(\d{10})$/,
        answer(_request, [number = '']) {
          const found = find(number);
          return found ? { body: described(found) } : unknown;
        },
      },
      {
        method: 'GET',
        path: /^\/v2\/companies$/,
        answer({ query, path }) {
          const nationalId = query.get('nationalId') ?? '';
          if (!/^[12]\d{9}$/.test(nationalId)) return problem(400, 'NATIONAL_ID_INVALID', 'رقم الهوية غير صحيح');
          const held = establishments.flatMap((one) => {
            const role = one.people.find((person) => person.nationalId === nationalId)?.role;
            return role ? [{ ...described(one), role }] : [];
          });
          const page = Math.max(1, Number(query.get('page') ?? 1));
          const more = page * pageSize < held.length;
          const link: Record<string, string> = more ? { link: `<${path}?nationalId=${nationalId}&page=${page + 1}>; rel="next"` } : {};
          return { headers: link, body: held.slice((page - 1) * pageSize, page * pageSize) };
        },
      },
      {
        method: 'GET',
        path: /^\/v2\/companies\/(\d{10})\/licences$/,
        answer: (_request, [number = '']) => ({ body: licences.filter((one) => one.unifiedNumber === number).map(({ licence }) => licence) }),
      },
      {
        method: 'POST',
        path: /^\/v2\/companies\/(\d{10})\/licences$/,
        writes: 'reportLicence',
        answer({ body }, [number = '']) {
          const found = find(number);
          if (!found) return unknown;
          if (found.status !== 'active') return problem(409, 'REGISTER_SUSPENDED', 'السجل التجاري موقوف لعدم التأكيد السنوي');
          const licence = parsed(body);
          if (typeof licence?.['number'] !== 'string' || typeof licence['activity'] !== 'string')
            return problem(422, 'LICENCE_INVALID', 'رقم الرخصة ورمز النشاط مطلوبان');
          licences.push({ unifiedNumber: found.unifiedNumber, licence });
          return {
            status: 201,
            headers: { location: `/v2/companies/${found.unifiedNumber}/licences/${licence['number']}` },
            body: { ...licence, reference: `MC-${licences.length}` },
          };
        },
      },
    ],
  });
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return null;
  }
}
