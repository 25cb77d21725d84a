import { restSystem, type RestAnswer, type RestRequest } from '../rest/rest-system.ts';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { certificates, type SafetyCertificate } from './certificates.ts';
import { salamahDocument } from './salamah-document.ts';

/** Key by which the hub is known (demo value). */
const apiKey = 'salamah-demo-key-1448';

/** Refusals come with status 200, as older interfaces have them. */
const no = (errorCode: string, errorMessageAr: string): RestAnswer => ({ body: { success: false, errorCode, errorMessageAr, data: null } });
const yes = (data: unknown): RestAnswer => ({ body: { success: true, errorCode: null, errorMessageAr: null, data } });

const requests: { readonly requestNo: string; readonly unifiedNumber: string; readonly visitDate: string }[] = [];

function search({ query }: RestRequest): RestAnswer {
  const [unified, address] = [query.get('unifiedNumber'), query.get('shortAddress')];
  if (!unified || !/^7\d{9}$/.test(unified)) return no('SLM-101', 'الرقم الموحد غير صحيح');
  const states = (query.get('states') ?? '').split('|').filter((one) => one !== '');
  const fits = (one: SafetyCertificate) =>
    one.unifiedNumber === unified && (!address || one.shortAddress === address) && (states.length === 0 || states.includes(one.state));
  return yes(certificates.filter(fits));
}

function requestVisit({ body }: RestRequest): RestAnswer {
  const form = new URLSearchParams(body.toString());
  const [unifiedNumber = '', visitDate = ''] = ['unifiedNumber', 'visitDate'].map((name) => form.get(name) ?? '');
  if (!/^7\d{9}$/.test(unifiedNumber)) return no('SLM-101', 'الرقم الموحد غير صحيح');
  if (!/^\d{4}\/\d{2}\/\d{2}$/.test(visitDate)) return no('SLM-204', 'تاريخ الزيارة يكتب هجرياً: 1448/06/20');
  const requestNo = `SLM-V-${String(requests.length + 1).padStart(5, '0')}`;
  requests.push({ requestNo, unifiedNumber, visitDate });
  return yes({ requestNo, unifiedNumber, visitDate });
}

/** Civil Defense's Salamah: Swagger 2.0, a key in a header, Hijri dates as text, refusals with status 200, visits asked for by form. */
const salamah = restSystem({
  document: (url, changed) => ({ path: '/api-docs', type: 'application/json', text: JSON.stringify(salamahDocument(url, changed)) }),
  refuse: ({ headers, path }) =>
    !path.startsWith('/salamah/') || headers['x-salamah-key'] === apiKey
      ? null
      : { status: 401, body: { success: false, errorCode: 'SLM-001', errorMessageAr: 'المفتاح غير صحيح' } },
  routes: [
    { method: 'GET', path: /^\/salamah\/certificates$/, answer: search },
    {
      method: 'GET',
      path: /^\/salamah\/certificates\/([^/]+)$/,
      answer(_request, [number]) {
        const found = certificates.find((one) => one.certificateNo === number);
        return found ? yes(found) : no('SLM-404', 'لا توجد شهادة بهذا الرقم');
      },
    },
    { method: 'POST', path: /^\/salamah\/visits$/, writes: 'requestVisit', answer: requestVisit },
    { method: 'GET', path: /^\/salamah\/visits$/, answer: () => yes(requests) },
  ],
});

const { address, port } = standInArguments({ address: '127.0.0.10', settings: {} });
await serveStandIn({ address, port, listener: salamah.listener, controls: salamah.controls });
