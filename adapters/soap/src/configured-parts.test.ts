import { describe, expect, test } from 'vitest';
import { answerEcho, description, scriptedForFile } from './testing/scripted-file.ts';
import { envelope } from './testing/scripted-system.ts';

const { system, asked, body, connect } = await scriptedForFile();

describe('headers of SOAP', () => {
  const crm = (settings: object = {}, secrets = {}) => connect(settings, secrets, description('crm.wsdl'));
  const queried = envelope(
    '<p:queryResponse xmlns:p="urn:partner.crm" xmlns:o="urn:sobject.partner.crm" xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><p:result><p:done>true</p:done><p:queryLocator x:nil="true"/><p:records><o:type>Account</o:type><o:Id>001000000000000AAA</o:Id><o:Name>بقالة</o:Name></p:records><p:size>1</p:size></p:result></p:queryResponse>',
    '<p:LimitInfoHeader xmlns:p="urn:partner.crm"><p:limitInfo><p:current>5</p:current><p:limit>100</p:limit><p:type>API</p:type></p:limitInfo></p:LimitInfoHeader>',
  );

  test('declared headers are part of the input and of the output', async () => {
    system.answer = () => ({ body: queried });
    const { call, contract } = await crm();
    const { output } = await call('query', { queryString: 'SELECT Name', $headers: { SessionHeader: { sessionId: 's' }, QueryOptions: { batchSize: 200 } } });
    expect(output).toEqual({
      result: {
        done: true,
        queryLocator: null,
        records: [{ type: 'Account', fieldsToNull: [], Id: '001000000000000AAA', $any: [{ $name: '{urn:sobject.partner.crm}Name', $content: ['بقالة'] }] }],
        size: 1,
      },
      $headers: { LimitInfoHeader: { limitInfo: [{ current: 5, limit: 100, type: 'API' }] } },
    });
    expect(body()).toMatch(/<soap:Header><n1:SessionHeader[^>]*><n1:sessionId>s<.*<n1:QueryOptions[^>]*><n1:batchSize>200</);
    expect(contract.operations[0]?.input).toMatchObject({ properties: { $headers: { properties: { SessionHeader: {}, QueryOptions: {} } } } });
    await expect(call('query', { queryString: 'x', $headers: { Other: {} } })).rejects.toMatchObject({
      findings: [{ path: '/$headers/Other', message: 'is not known here' }],
    });
  });

  test('configured headers are filled, secrets and all, and no part of the input any more; recorded without the secret', async () => {
    system.answer = () => ({ body: queried });
    const { call, contract, sent } = await crm(
      { soapHeaders: { '{urn:partner.crm}SessionHeader': { sessionId: { secret: 'session' } } } },
      { session: 'Canary-<Session>-1' },
    );
    await call('query', { queryString: 'x' });
    expect(body()).toContain('<n1:sessionId>Canary-&lt;Session&gt;-1</n1:sessionId>');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('<n1:sessionId>***</n1:sessionId>');
    expect(JSON.stringify(contract.operations[0]?.input)).not.toContain('SessionHeader');
  });

  test('a configured header that does not fit is said to be wrong, with its name', async () => {
    const { call } = await crm({ soapHeaders: { '{urn:partner.crm}SessionHeader': { session: 's' } } });
    await expect(call('query', { queryString: 'x' })).rejects.toMatchObject({
      outcome: 'input-invalid',
      message: expect.stringContaining('{urn:partner.crm}SessionHeader') as string,
    });
  });

  test('a header that no schema knows is sent as it is configured', async () => {
    system.answer = () => answerEcho();
    const { call } = await connect({
      soapHeaders: { '{urn:route}To': 'الخبر', '{urn:route}Via': { '@hop': '1', $content: [{ $name: '{urn:route}Node', $content: ['a'] }] } },
    });
    await call('echo', { text: 'x' });
    expect(body()).toMatch(/<n1:To xmlns:n1="urn:route">الخبر<\/n1:To><n1:Via [^>]*hop="1"><n1:Node>a<\/n1:Node><\/n1:Via>/);
  });
});

describe('filling by configuration', () => {
  test('fields of the body, nested ones too, which callers then do not give', async () => {
    system.answer = () => answerEcho();
    const { call, contract, sent } = await connect({ fill: { '/user': 'hub', '/more/pin': { secret: 'pin' } } }, { pin: 'Canary-Pin-77' });
    await call('echo', { text: 'x' });
    expect(body()).toContain('<n1:user>hub</n1:user><n1:more><n1:pin>Canary-Pin-77</n1:pin></n1:more>');
    expect(sent[0]).toContain('<n1:pin>***</n1:pin>');
    const { properties } = contract.operations[0]!.input as { properties: Record<string, { properties?: object }> };
    expect(Object.keys(properties)).toEqual(['text', 'key', 'more']);
    expect(properties['more']?.properties).toEqual({});
  });

  test('a secret that nobody has given is asked for by name', async () => {
    const { call } = await connect({ fill: { '/user': { secret: 'user' } } });
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'input-invalid', message: 'the secret user is not given' });
  });
});

describe('the key of a write goes where the system knows it', () => {
  test.each([
    ['a header of HTTP', { httpHeader: 'X-Request-Key' }, () => expect(asked().headers['x-request-key']).toBe('key-1')],
    ['a header of SOAP', { soapHeader: '{urn:k}Key' }, () => expect(body()).toContain('<n1:Key xmlns:n1="urn:k">key-1</n1:Key>')],
    ['a field of the input', { field: '/key' }, () => expect(body()).toContain('<n1:key>key-1</n1:key>')],
    [
      'the message id of WS-Addressing',
      { messageId: true },
      () => expect(body()).toMatch(/<wsa:MessageID [^>]*>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}</),
    ],
  ])('%s', async (_, idempotency, holds) => {
    system.answer = () => answerEcho();
    const { call } = await connect({ idempotency });
    await call('echo', { text: 'x' });
    holds();
    const first = /urn:uuid:[0-9a-f-]+/.exec(body())?.[0];
    await call('echo', { text: 'x' });
    expect(/urn:uuid:[0-9a-f-]+/.exec(body())?.[0]).toBe(first);
  });
});
