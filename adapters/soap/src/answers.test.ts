import { describe, expect, test } from 'vitest';
import { answerEcho, description, scriptedForFile } from './testing/scripted-file.ts';
import { envelope, soap12 } from './testing/scripted-system.ts';

const { system, body, connect } = await scriptedForFile();

describe('answers', () => {
  const crm = (settings: object = {}) => connect(settings, {}, description('crm.wsdl'));
  const query = { queryString: 'x' };
  const fault11 = (code: string, detail = '') => ({
    status: 500,
    body: envelope(
      `<s:Fault><faultcode xmlns:f="urn:f">${code}</faultcode><faultstring>لا</faultstring>${detail === '' ? '' : `<detail>${detail}</detail>`}</s:Fault>`,
    ),
  });
  const fault12 = (value: string, sub: string) => ({
    status: 400,
    headers: { 'content-type': 'application/soap+xml' },
    body: envelope(
      `<s:Fault><s:Code><s:Value>s:${value}</s:Value>${sub}</s:Code><s:Reason><s:Text xml:lang="en">no</s:Text><s:Text xml:lang="ar">لا</s:Text></s:Reason></s:Fault>`,
      '',
      soap12,
    ),
  });
  const declared =
    '<f:InvalidFieldFault xmlns:f="urn:fault.partner.crm"><f:exceptionCode>INVALID_FIELD</f:exceptionCode><f:exceptionMessage>m</f:exceptionMessage><f:row>1</f:row><f:column>2</f:column></f:InvalidFieldFault>';

  test.each([
    ['a fault that blames the sender', fault11('s:Client'), { outcome: 'refused', fault: { code: 'Client', message: 'لا' } }],
    ['a code of its own', fault11('f:Client.Quota'), { outcome: 'refused', fault: { code: 'Client.Quota' } }],
    ['a fault that blames the receiver', fault11('s:Server'), { outcome: 'failed', fault: { code: 'Server' } }],
    [
      'a declared detail, whoever is blamed',
      fault11('s:Server', declared),
      {
        outcome: 'refused',
        fault: { code: 'INVALID_FIELD', detail: { InvalidFieldFault: { exceptionCode: 'INVALID_FIELD', exceptionMessage: 'm', row: 1, column: 2 } } },
      },
    ],
    [
      'a declared detail that is not valid',
      fault11('s:Server', declared.replace('INVALID_FIELD<', 'OTHER<')),
      { outcome: 'refused', fault: { detail: { InvalidFieldFault: { $name: '{urn:fault.partner.crm}InvalidFieldFault' } } } },
    ],
    [
      'a detail that is not declared',
      fault11('s:Server', '<x><ErrorCode>E9</ErrorCode></x>'),
      { outcome: 'failed', fault: { code: 'E9', detail: { x: { $name: 'x' } } } },
    ],
    ['credentials that are not taken', fault11('f:FailedAuthentication'), { outcome: 'unauthorised' }],
    ['a code that means the same here', fault11('f:INVALID_SESSION_ID'), { outcome: 'unauthorised' }],
    [
      'the same code in the detail',
      fault11('s:Client', '<e><code>INVALID_SESSION_ID</code></e>'),
      { outcome: 'unauthorised', fault: { code: 'INVALID_SESSION_ID' } },
    ],
    ['another version of SOAP', fault11('s:VersionMismatch'), { outcome: 'contract-violation' }],
    [
      'SOAP 1.2: the innermost code, and the Arabic reason',
      fault12('Sender', '<s:Subcode><s:Value>s:A</s:Value><s:Subcode><s:Value>s:B</s:Value></s:Subcode></s:Subcode>'),
      { outcome: 'refused', fault: { code: 'B', message: 'لا' } },
    ],
    ['SOAP 1.2: a receiver to blame', fault12('Receiver', ''), { outcome: 'failed', fault: { code: 'Receiver' } }],
    ['HTTP 401', { status: 401, headers: { 'content-type': 'text/html' }, body: 'no' }, { outcome: 'unauthorised', fault: { code: '401' } }],
    ['HTTP 404 with a page', { status: 404, headers: { 'content-type': 'text/html' }, body: '<p>' }, { outcome: 'contract-violation' }],
    ['HTTP 400 with text', { status: 400, headers: { 'content-type': 'text/plain' }, body: 'no' }, { outcome: 'refused', fault: { code: '400' } }],
    ['HTTP 503 with XML that is none', { status: 503, body: '<x' }, { outcome: 'failed' }],
    ['HTTP 429', { status: 429, headers: { 'content-type': 'text/plain' } }, { outcome: 'failed' }],
    ['a redirect of a write', { status: 307, headers: { location: '/elsewhere', 'content-type': 'text/plain' } }, { outcome: 'contract-violation' }],
    ['an envelope with an error status', { status: 502, body: envelope('<x/>') }, { outcome: 'failed' }],
    ['nothing at all', { body: '' }, { outcome: 'contract-violation', message: 'an empty answer' }],
    ['no envelope', { body: '<x/>' }, { outcome: 'contract-violation', message: 'x instead of an envelope' }],
    ['an envelope without a body', { body: `<e:Envelope xmlns:e="${soap12}"/>` }, { outcome: 'contract-violation', message: 'an envelope without a body' }],
    [
      'an envelope with two bodies',
      { body: `<e:Envelope xmlns:e="${soap12}"><e:Body/><e:Body/></e:Envelope>` },
      { outcome: 'contract-violation', message: 'an envelope with two bodies' },
    ],
    [
      'bytes that are not of their encoding',
      { body: Buffer.from('<x>\xff</x>', 'latin1') },
      { outcome: 'contract-violation', message: 'line 1: these are not bytes of utf-8' },
    ],
    ['an encoding that nobody knows', { headers: { 'content-type': 'text/xml; charset=x-klingon' }, body: '<x/>' }, { outcome: 'contract-violation' }],
    ['no content type', { headers: { 'content-type': '' }, body: envelope('<x/>') }, { outcome: 'contract-violation' }],
  ])('%s', async (_, answer, expected) => {
    system.answer = () => answer;
    const { call, recordedAnswers } = await crm({ refusedCredentials: ['INVALID_SESSION_ID'] });
    const error: unknown = await call('query', query).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reached: 'yes', ...expected });
    expect(recordedAnswers).toHaveLength(1);
    expect(system.received).toHaveLength(1);
  });

  test('the code and message of a refusal are where the configuration says', async () => {
    system.answer = () => fault11('s:Server', declared);
    const { call } = await crm({ refusals: { code: '/InvalidFieldFault/row', message: '/InvalidFieldFault/exceptionMessage' } });
    await expect(call('query', query)).rejects.toMatchObject({ outcome: 'refused', fault: { code: '1', message: 'm' } });
  });

  test('a system that repeats our secret is not repeated', async () => {
    system.answer = () => ({
      status: 500,
      body: envelope(
        '<s:Fault><faultcode>s:Client</faultcode><faultstring>you said Canary-Echo-5</faultstring><detail><a>Canary-Echo-5</a></detail></s:Fault>',
      ),
    });
    const { call, recordedAnswers } = await connect({ fill: { '/user': { secret: 'user' } } }, { user: 'Canary-Echo-5' });
    const error: unknown = await call('echo', { text: 'x' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fault: { message: 'you said ***', detail: { a: { $content: ['***'] } } } });
    expect(recordedAnswers[0]).not.toContain('Canary');
  });

  test.each(['windows-1256', 'utf-16le', 'utf-8'])('text in %s is read, by header or by declaration', async (charset) => {
    const { call } = await connect();
    const { default: iconv } = await import('iconv-lite');
    const text = answerEcho('الخبر 1448').body.replace('?>', ` encoding="${charset}"?>`);
    system.answer = () => ({ headers: { 'content-type': `text/xml; charset="${charset}"` }, body: iconv.encode(text, charset) });
    expect(await call('echo', { text: 'x' })).toEqual({ output: { text: 'الخبر 1448' } });
    system.answer = () => ({ headers: { 'content-type': 'text/xml' }, body: iconv.encode(text, charset, { addBOM: charset !== 'windows-1256' }) });
    expect(await call('echo', { text: 'x' })).toEqual({ output: { text: 'الخبر 1448' } });
  });

  test('an answer that is not valid is no answer, unless the system is known for it', async () => {
    system.answer = () => ({ body: envelope('<e:echo xmlns:e="urn:test"><e:extra/><e:key>k</e:key><e:text>x</e:text></e:echo>') });
    await expect((await connect()).call('echo', { text: 'x' })).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: expect.stringContaining('not valid by its schema') as string,
    });
    const lenient = await connect({ answers: 'lenient' });
    expect(await lenient.call('echo', { text: 'x' })).toEqual({ output: { key: 'k', text: 'x' } });
    expect(lenient.contract.operations[0]?.output).not.toHaveProperty('required');
  });

  test('a header that must be understood and is not ends the call; those of the standards do not', async () => {
    const must = (header: string) => ({ body: envelope('<e:echo xmlns:e="urn:test"><e:text>x</e:text></e:echo>', header) });
    const { call } = await connect();
    system.answer = () => must('<x:Route xmlns:x="urn:x" s:mustUnderstand="true"/>');
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: 'the header {urn:x}Route has to be understood and is not',
    });
    system.answer = () => must('<w:Action xmlns:w="http://www.w3.org/2005/08/addressing" s:mustUnderstand="1">a</w:Action>');
    expect(await call('echo', { text: 'x' })).toEqual({ output: { text: 'x' } });
  });

  test('pages: what an answer says goes into the next question', async () => {
    const { call, contract } = await connect({ paging: { 'S.P.echo': { next: '/key', cursor: '/more/pin' } } });
    system.answer = () => ({ body: envelope('<e:echo xmlns:e="urn:test"><e:text>x</e:text><e:key>p2</e:key></e:echo>') });
    const { next } = await call('echo', { text: 'x' });
    system.answer = () => answerEcho();
    expect(await call('echo', { text: 'x' }, { cursor: next ?? '' })).toEqual({ output: { text: 'مرحبا' } });
    expect(body()).toContain('<n1:pin>p2</n1:pin>');
    expect(contract.operations).toHaveLength(1);
  });
});
