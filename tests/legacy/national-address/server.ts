import { stringify } from 'yaml';
import { restSystem, type RestAnswer } from '../rest/rest-system.ts';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { addressDocument } from './address-document.ts';
import { addresses } from './addresses.ts';

/** Key by which the hub is known (demo value). */
const apiKey = 'national-address-demo-key';
const pageSize = 2;

const problem = (status: number, code: string, message: string): RestAnswer => ({ status, body: { error: { code, message } } });

/** The national address: OpenAPI 3.1 in YAML, a key in the query, pages by number, an answer in the language that is asked for. */
const nationalAddress = restSystem({
  document: (url, changed) => ({ path: '/openapi.yaml', type: 'application/yaml', text: stringify(addressDocument(url, changed)) }),
  refuse: ({ path, query }) => (!path.startsWith('/v3/') || query.get('api_key') === apiKey ? null : problem(401, 'KEY_INVALID', 'المفتاح غير صحيح')),
  routes: [
    {
      method: 'GET',
      path: /^\/v3\/addresses\/([^/]+)$/,
      answer({ headers }, [short = '']) {
        if (!/^[A-Z]{4}\d{4}$/.test(short)) return problem(400, 'SHORT_ADDRESS_INVALID', 'العنوان المختصر أربعة أحرف وأربعة أرقام');
        const found = addresses.find((one) => one.shortAddress === short);
        if (!found) return problem(404, 'ADDRESS_UNKNOWN', 'لا يوجد عنوان بهذا الرمز');
        const language = headers['accept-language']?.startsWith('en') ? 'en' : 'ar';
        return {
          headers: { 'content-language': language },
          body: { ...found, city: found.city[language], district: found.district[language], street: found.street[language] },
        };
      },
    },
    {
      method: 'GET',
      path: /^\/v3\/holders\/(\d{10})\/addresses$/,
      answer({ query }, [holder = '']) {
        const held = addresses.filter((one) => one.holders.includes(holder));
        const page = Number(query.get('page') ?? 1);
        return {
          body: {
            total: held.length,
            page,
            addresses: held.slice((page - 1) * pageSize, page * pageSize).map(({ shortAddress, postalCode }) => ({ shortAddress, postalCode })),
          },
        };
      },
    },
  ],
});

const { address, port } = standInArguments({ address: '127.0.0.11', settings: {} });
await serveStandIn({ address, port, listener: nationalAddress.listener, controls: nationalAddress.controls });
