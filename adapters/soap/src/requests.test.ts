import { describe, expect, test } from 'vitest';
import { schemaOf, wsdlAround } from './testing/described.ts';
import { answerEcho, description, scriptedForFile } from './testing/scripted-file.ts';
import { connectTo, envelope, soap12 } from './testing/scripted-system.ts';

const { system, asked, body, connect } = await scriptedForFile();

describe('requests', () => {
  test('SOAP 1.1 has its action in a header, also when it is empty', async () => {
    system.answer = () => answerEcho();
    const { call } = await connect();
    expect(await call('echo', { text: 'سلام' })).toEqual({ output: { text: 'مرحبا' } });
    expect(asked().headers).toMatchObject({ soapaction: '""', 'content-type': 'text/xml; charset=utf-8' });
    expect(body()).toContain('<n1:text>سلام</n1:text>');
  });

  test('SOAP 1.2 has its action in the content type', async () => {
    system.answer = () => ({
      headers: { 'content-type': 'application/soap+xml' },
      body: envelope(
        '<t:GetServicesResponse xmlns:t="http://camera.example/ver10/device/wsdl" xmlns:tt="http://camera.example/ver10/schema"><t:Service><t:Namespace>urn:a</t:Namespace><t:XAddr>http://a</t:XAddr><t:Version><tt:Major>2</tt:Major><tt:Minor>5</tt:Minor></t:Version></t:Service></t:GetServicesResponse>',
        '',
        soap12,
      ),
    });
    const files = {
      'camera/device.wsdl': description('camera/device.wsdl'),
      'camera/schema/camera.xsd': description('camera/schema/camera.xsd'),
      'camera/schema/common.xsd': description('camera/schema/common.xsd'),
    };
    const { call } = await connectTo({ wsdl: { file: 'camera/device.wsdl' }, endpoint: system.url }, { files });
    const { output } = await call('GetServices', { IncludeCapability: true });
    expect(output).toEqual({ Service: [{ Namespace: 'urn:a', XAddr: 'http://a', Version: { Major: 2, Minor: 5 } }] });
    expect(asked().headers['content-type']).toBe('application/soap+xml; charset=utf-8; action="http://camera.example/ver10/device/wsdl/GetServices"');
    expect(asked().headers['soapaction']).toBeUndefined();
  });

  test('nothing is sent when the input does not fit; each finding has its place', async () => {
    const { call } = await connect();
    await expect(call('echo', { text: 5, more: {} })).rejects.toMatchObject({
      outcome: 'input-invalid',
      reached: 'no',
      findings: [
        { path: '/text', message: 'expected text' },
        { path: '/more', message: 'pin is missing' },
      ],
    });
    expect(system.received).toEqual([]);
  });

  test('what only libxml2 finds has its place too', async () => {
    const dates = wsdlAround(
      schemaOf(
        '<xs:element name="d"><xs:complexType><xs:sequence><xs:element name="on" type="xs:date" maxOccurs="3"/></xs:sequence><xs:attribute name="n" type="xs:positiveInteger"/></xs:complexType></xs:element>',
      ),
      ['d'],
    );
    const { call } = await connect({}, {}, dates);
    await expect(call('d', { on: ['2026-01-01', '2026-02-30'] })).rejects.toMatchObject({ outcome: 'input-invalid', findings: [{ path: '/on/1' }] });
    await expect(call('d', { '@n': '0', on: ['2026-01-01'] })).rejects.toMatchObject({ outcome: 'input-invalid', findings: [{ path: '/@n' }] });
    expect(system.received).toEqual([]);
  });

  test('an operation that the description does not have, or that cannot be called, is said to be so', async () => {
    const { call } = await connect();
    await expect(call('nothing', {})).rejects.toMatchObject({
      outcome: 'contract-violation',
      reached: 'no',
      message: 'the description has no operation nothing',
    });
    const odd = await connect({}, {}, description('odd.wsdl'));
    await expect(odd.call('Odd.Odd.byType', {})).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: expect.stringContaining('by type instead of element') as string,
    });
    await expect(odd.call('Odd.Odd.usesGone', {})).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: expect.stringContaining('the type {urn:odd}Gone') as string,
    });
    await expect(odd.call('Odd.Odd.ambiguous', { a: [1, 2] })).rejects.toMatchObject({
      outcome: 'contract-violation',
      reached: 'no',
      message: expect.stringContaining('not determinist') as string,
    });
    await expect(odd.call('Odd.Odd.missing', {})).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: 'message of {urn:odd}missing: the element {urn:odd}missing',
    });
  });

  test('an operation without an answer is done when it is taken', async () => {
    system.answer = () => ({ status: 202, headers: { 'content-type': 'text/plain' } });
    const { call } = await connect({}, {}, description('odd.wsdl'));
    expect(await call('Odd.Odd.oneWay', { ask: 'x' })).toEqual({ output: {} });
    expect(body()).toContain('<n1:ask xmlns:n1="urn:odd">x</n1:ask>');
  });

  test('a body of two elements, and one of none', async () => {
    system.answer = () => ({ body: envelope('<o:answer xmlns:o="urn:odd"><o:text>a</o:text></o:answer>') });
    const { call } = await connect({}, {}, description('odd.wsdl'));
    expect(await call('Odd.Odd.two', { ask: 'x', answer: { text: 'y' } })).toEqual({ output: { text: 'a' } });
    system.answer = () => ({ body: envelope('') });
    expect(await call('Odd.Odd.empty', {})).toEqual({ output: {} });
    expect(body()).toContain('<soap:Body></soap:Body>');
  });
});

describe('WS-Addressing', () => {
  test('as the description says: where it asks, with the action of the port type', async () => {
    const files = Object.fromEntries(
      ['service.wsdl', 'contract.wsdl', 'xsd0.xsd', 'xsd1.xsd', 'xsd2.xsd'].map((name) => [`wcf/${name}`, description(`wcf/${name}`)]),
    );
    const { call } = await connectTo(
      { wsdl: { file: 'wcf/service.wsdl' }, endpoint: { 'Licences.WSHttp': `${system.url}/ws`, 'Licences.BasicHttp': `${system.url}/basic` } },
      { files },
    );
    system.answer = () => ({
      headers: { 'content-type': 'application/soap+xml' },
      body: envelope('<c:FindResponse xmlns:c="http://licences.example/contract"/>', '', soap12),
    });
    expect(await call('Licences.WSHttp.Find', { query: { State: ['Valid'] } })).toEqual({ output: {} });
    expect(asked().target).toBe('/ws');
    expect(body()).toContain('>http://licences.example/contract/ILicences/Find</wsa:Action>');
    expect(body()).toContain(`>${system.url}/ws</wsa:To>`);
    system.answer = () => ({ body: envelope('<c:FindResponse xmlns:c="http://licences.example/contract"/>') });
    await call('Licences.BasicHttp.Find', {});
    expect(asked().target).toBe('/basic');
    expect(body()).not.toContain('wsa:');
  });

  test('always, with the action that follows by rule where nothing says it', async () => {
    system.answer = () => answerEcho();
    const { call } = await connect({ addressing: 'always' });
    await call('echo', { text: 'x' });
    expect(body()).toContain('>urn:w:P:echoRequest</wsa:Action>');
  });
});

describe('HTTP', () => {
  test('headers and Basic go with every request, secrets too', async () => {
    system.answer = () => answerEcho();
    const { call } = await connect(
      { headers: { 'X-Client': 'amanah', 'X-Key': { secret: 'key' } }, basic: { username: 'u', password: { secret: 'key' } } },
      { key: 'k1' },
    );
    await call('echo', { text: 'x' });
    expect(asked().headers).toMatchObject({ 'x-client': 'amanah', 'x-key': 'k1', authorization: `Basic ${Buffer.from('u:k1').toString('base64')}` });
  });
});
