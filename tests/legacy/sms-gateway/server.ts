import { restSystem, type RestAnswer, type RestRequest } from '../rest/rest-system.ts';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { smsDocument } from './sms-document.ts';

/** Token by which the hub is known (demo value). */
const token = 'sms-gateway-demo-token';
/** A number that no operator has given out. */
const nobody = '+966509999999';

interface TextMessage {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly reference: string;
  readonly encoding: 'GSM7' | 'UCS2';
  readonly parts: number;
}
const messages: TextMessage[] = [];

const refused = (status: number, code: string, message: string): RestAnswer => ({ status, body: { code, message } });
const shown = ({ id, to, encoding, parts }: TextMessage) => ({ id, to, state: 'accepted', encoding, parts });

/** As the operators count: beyond ASCII everything is UCS-2 here, 70 characters alone and 67 in each of several. */
function counted(text: string): Pick<TextMessage, 'encoding' | 'parts'> {
  const ascii = /^[\n\r\x20-\x7e]*$/.test(text);
  const [alone, each] = ascii ? [160, 153] : [70, 67];
  return { encoding: ascii ? 'GSM7' : 'UCS2', parts: text.length <= alone ? 1 : Math.ceil(text.length / each) };
}

function take({ body }: RestRequest): RestAnswer {
  const { to, text, reference } = JSON.parse(body.toString()) as { to: string; text: string; reference: string };
  if (to === nobody) return refused(422, 'NUMBER_UNKNOWN', 'الرقم غير مستخدم');
  const message = { id: `SMS-${String(messages.length + 1).padStart(6, '0')}`, to, text, reference, ...counted(text) };
  messages.push(message);
  return { status: 201, body: shown(message) };
}

/** The gateway of text messages: OpenAPI 3.1, bearer token, one message a key; keeps what it took for the demo and the tests to read. */
const gateway = restSystem({
  document: (url, changed) => ({ path: '/openapi.json', type: 'application/json', text: JSON.stringify(smsDocument(url, changed)) }),
  refuse: ({ headers }) => (headers.authorization === `Bearer ${token}` ? null : refused(401, 'TOKEN', 'رمز الدخول غير صحيح')),
  routes: [
    { method: 'POST', path: /^\/messages$/, writes: 'sendMessage', answer: take },
    {
      method: 'GET',
      path: /^\/messages\/([\w-]+)$/,
      answer(_request, [id]) {
        const found = messages.find((one) => one.id === id);
        return found ? { body: shown(found) } : refused(404, 'MESSAGE_UNKNOWN', 'لا توجد رسالة بهذا الرقم');
      },
    },
    { method: 'GET', path: /^\/balance$/, answer: () => ({ body: { messages: 10_000 - messages.reduce((sum, { parts }) => sum + parts, 0) } }) },
  ],
});

const { address, port } = standInArguments({ address: '127.0.0.13', settings: {} });
await serveStandIn({
  address,
  port,
  listener: gateway.listener,
  controls: { ...gateway.controls, messages: (query) => ({ messages: messages.filter(({ to }) => !query.has('to') || to === query.get('to')) }) },
});
