import { describe, expect, test } from 'vitest';
import { schemaOf } from './testing/described.ts';
import { answerEcho, echo, scriptedForFile } from './testing/scripted-file.ts';
import { connectTo, envelope } from './testing/scripted-system.ts';

const { system, asked, connect } = await scriptedForFile();

describe('probe', () => {
  test('without an operation the address is knocked at', async () => {
    const { connection } = await connect();
    system.answer = () => ({ status: 405 });
    await connection.probe(AbortSignal.timeout(5_000));
    expect(asked().method).toBe('GET');
    system.answer = () => ({ status: 401 });
    await expect(connection.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({ outcome: 'unauthorised' });
    system.answer = () => ({ status: 503 });
    await expect(connection.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({ outcome: 'failed' });
  });

  test('with an operation it is called; a refusal shows that somebody is there, an error does not', async () => {
    const { connection } = await connect({ probe: { operation: 'S.P.echo', input: { text: 'x' } } });
    system.answer = () => ({ status: 500, body: envelope('<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>') });
    await connection.probe(AbortSignal.timeout(5_000));
    system.answer = () => ({ status: 500, body: envelope('<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>') });
    await expect(connection.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({ outcome: 'failed' });
  });
});

describe('descriptions by address', () => {
  const files: Record<string, string> = {
    '/a/service?wsdl': echo.replace(
      /<types>[\s\S]*<\/types>/,
      `<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="urn:test" schemaLocation="../b/types.xsd"/></xs:schema></types>`,
    ),
    '/b/types.xsd': schemaOf(
      '<xs:include schemaLocation="more.xsd"/><xs:element name="echo"><xs:complexType><xs:sequence><xs:element name="text" type="t:T"/></xs:sequence></xs:complexType></xs:element>',
    ),
    '/b/more.xsd': schemaOf('<xs:simpleType name="T"><xs:restriction base="xs:string"/></xs:simpleType>'),
  };

  test('relative imports are followed; the snapshot is enough to call', async () => {
    system.answer = ({ target, method }) => (method === 'POST' ? answerEcho() : files[target] === undefined ? { status: 404 } : { body: files[target] });
    const { call, contract } = await connectTo({ wsdl: { url: `${system.url}/a/service?wsdl` }, endpoint: `${system.url}/soap` });
    expect(contract.problems).toEqual([]);
    expect(contract).toMatchObject({ kind: 'WSDL 1.1, SOAP 1.1, document/literal', title: 'S', protocol: 'soap' });
    const asks = system.received.length;
    expect(await call('echo', { text: 'x' })).toEqual({ output: { text: 'مرحبا' } });
    expect(system.received.length).toBe(asks + 1);
  });

  test('an import that is not there, and one on another origin, are problems of what needs them', async () => {
    const types = files['/b/types.xsd']!.replace('more.xsd', 'gone.xsd').replace(
      '<xs:element',
      '<xs:import namespace="urn:e" schemaLocation="http://127.0.0.9:1/e.xsd"/><xs:element',
    );
    system.answer = ({ target }) => (target === '/b/types.xsd' ? { body: types } : files[target] === undefined ? { status: 404 } : { body: files[target] });
    const { contract } = await connectTo({ wsdl: { url: `${system.url}/a/service?wsdl` } });
    expect(contract.problems.map(({ kind, found }) => `${kind} ${found.replace(system.url, '')}`)).toEqual([
      'unresolved /b/gone.xsd: HTTP 404',
      'unresolved http://127.0.0.9:1/e.xsd: leads to http://127.0.0.9:1, which is not declared',
    ]);
    expect(contract.operations[0]?.problems.map(({ found }) => found)).toEqual([
      'the address http://127.0.0.1:1/, whose origin is not declared',
      'the type {urn:test}T',
    ]);
  });

  test('a file that was uploaded beside the WSDL stands for an address that is not declared', async () => {
    const wsdl = echo.replace(
      /<types>[\s\S]*<\/types>/,
      '<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="urn:test" schemaLocation="https://inner.example/schemas/types.xsd"/></xs:schema></types>',
    );
    const { contract } = await connectTo(
      { wsdl: { file: 'خدمة/w.wsdl' }, endpoint: system.url },
      { files: { 'خدمة/w.wsdl': wsdl, 'خدمة/types.xsd': schemaOf('<xs:element name="echo" type="xs:string"/>') } },
    );
    expect(contract.problems).toEqual([]);
    expect(contract.operations[0]?.input).toMatchObject({ properties: { echo: { type: 'string' } } });
  });

  test.each([
    ['is refused', 401, 'unauthorised'],
    ['is not there', 404, 'contract-violation'],
    ['breaks', 500, 'failed'],
  ])('a description that %s', async (_, status, outcome) => {
    system.answer = () => ({ status });
    await expect(connectTo({ wsdl: { url: `${system.url}/a?wsdl` } })).rejects.toMatchObject({ outcome });
  });

  test('a snapshot of something else is refused', async () => {
    const { adapter } = await import('./adapter.ts');
    const { config } = await import('./config.ts');
    const connecting = adapter.connect(config.parse({ wsdl: { file: 'x' } }), { snapshot: { other: true } } as never, {} as never);
    await expect(connecting).rejects.toMatchObject({ outcome: 'contract-violation', reached: 'no' });
  });
});
