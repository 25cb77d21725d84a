import { describe, expect, test } from 'vitest';
import { schemaOf, wsdlAround } from '../testing/described.ts';
import { answerEcho, echo, scriptedForFile } from '../testing/scripted-file.ts';
import { connectTo, envelope } from '../testing/scripted-system.ts';

const { system, asked } = await scriptedForFile();

/** What is said of a description. */
async function said(wsdl: string, files: Record<string, string> = {}, settings: object = {}): Promise<string> {
  const { contract } = await connectTo({ wsdl: { file: 'w.wsdl' }, endpoint: `${system.url}/`, ...settings }, { files: { 'w.wsdl': wsdl, ...files } });
  return [...contract.problems, ...contract.operations.flatMap(({ problems }) => problems)].map(({ kind, found }) => `${kind} ${found}`).join('\n');
}
const mime = 'xmlns:m="http://schemas.xmlsoap.org/wsdl/mime/"';

describe('what is wrong with a description is told', () => {
  test.each<[string, (wsdl: string) => string, string]>([
    ['no port type', (wsdl) => wsdl.replace('type="w:P"', 'type="w:Q"'), 'unresolved the port type w:Q'],
    ['no protocol', (wsdl) => wsdl.replace(/<s:binding[^>]*>/, ''), 'unsupported a binding without a protocol'],
    [
      'another protocol',
      (wsdl) => wsdl.replace(/<s:binding[^>]*>/, '<h:binding xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" verb="GET"/>'),
      'unsupported a binding by {http://schemas.xmlsoap.org/wsdl/http/}binding',
    ],
    [
      'a header in SOAP encoding',
      (wsdl) => wsdl.replace('<s:body', '<s:header message="w:echoMessage" part="body" use="encoded"/><s:body'),
      'unsupported the header body in SOAP encoding',
    ],
    [
      'a header of no message',
      (wsdl) => wsdl.replace('<s:body', '<s:header message="w:gone" part="p" use="literal"/><s:body'),
      'unresolved the header p, of which no element is given',
    ],
    [
      'a part that is not there',
      (wsdl) => wsdl.replace('<s:body use="literal"', '<s:body parts="gone" use="literal"'),
      'unresolved the part gone of {urn:w}echoMessage',
    ],
    [
      'an attachment of no part',
      (wsdl) =>
        wsdl.replace(
          '<s:body use="literal"/>',
          `<m:multipartRelated ${mime}><m:part><s:body use="literal"/></m:part><m:part><m:content/></m:part></m:multipartRelated>`,
        ),
      'unsupported mime:content without a part',
    ],
    [
      'a prefix that nobody declares',
      (wsdl) =>
        wsdl.replace('<message name="echoMessage"><part name="body" element="t:echo"', '<message name="echoMessage"><part name="body" element="zz:echo"'),
      'invalid the prefix of zz:echo is not declared',
    ],
    ['an import of no address', (wsdl) => wsdl.replace('<types>', '<import namespace="urn:q"/><types>'), ''],
    [
      'an import that is no address',
      (wsdl) => wsdl.replace('<types>', '<import namespace="urn:q" location="http://["/><types>'),
      'invalid the address http://[',
    ],
    [
      'an import over another protocol',
      (wsdl) => wsdl.replace('<types>', '<import namespace="urn:q" location="ftp://x.example/a.wsdl"/><types>'),
      'addresses of ftp: are not followed',
    ],
    ['an import of a folder', (wsdl) => wsdl.replace('<types>', '<import namespace="urn:q" location="http://x.example/"/><types>'), 'unresolved'],
    ['an operation without an action', (wsdl) => wsdl.replace('<s:operation soapAction=""/>', ''), ''],
    [
      'a fault of no message',
      (wsdl) =>
        wsdl
          .replace('<output message="w:echoMessage"/>', '<output message="w:echoMessage"/><fault name="f" message="w:gone"/><fault name="g"/>')
          .replace(/<\/output><\/operation><\/binding>/, '</output><fault name="f"><s:fault name="f" use="literal"/></fault></operation></binding>'),
      '',
    ],
    ['something beside the schemas', (wsdl) => wsdl.replace('<types>', '<types><other xmlns="urn:o"/>'), 'unsupported types as {urn:o}other'],
  ])('%s', async (_title, change, expected) => {
    const found = await said(change(echo), { 'b.xsd': schemaOf('') });
    if (expected === '') expect(found).toBe('');
    else expect(found).toContain(expected);
  });

  test('a document that is no WSDL', async () => {
    await expect(said('<html/>')).rejects.toMatchObject({
      message: expect.stringContaining('the element html instead of the definitions of a WSDL') as string,
    });
    await expect(said('<x')).rejects.toMatchObject({ outcome: 'contract-violation' });
  });

  test('an address that answers with something else than a document', async () => {
    system.answer = () => ({ status: 204 });
    await expect(connectTo({ wsdl: { url: `${system.url}/w` } })).rejects.toMatchObject({ outcome: 'contract-violation', message: 'HTTP 204' });
  });
});

describe('answers that are odd', () => {
  const connected = (settings: object = {}, wsdl = echo) =>
    connectTo({ wsdl: { file: 'w.wsdl' }, endpoint: `${system.url}/`, ...settings }, { files: { 'w.wsdl': wsdl } });

  test('an envelope with a status that is neither is a broken answer', async () => {
    system.answer = () => ({ status: 300, ...answerEcho() });
    await expect((await connected()).call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'contract-violation' });
  });

  test('an answer to what has none is done all the same', async () => {
    const oneWay = echo.replace('<output message="w:echoMessage"/>', '').replace('<output><s:body use="literal"/></output>', '');
    system.answer = () => ({ body: envelope('') });
    expect(await (await connected({}, oneWay)).call('echo', { text: 'x' })).toEqual({ output: {} });
  });

  test('bytes beside the message: a reference that leads nowhere, and attachments of no media type', async () => {
    const wsdl = wsdlAround(
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:r="http://ws-i.org/profiles/basic/1.1/xsd" targetNamespace="urn:test" elementFormDefault="qualified"><xs:import namespace="http://ws-i.org/profiles/basic/1.1/xsd"/><xs:element name="file"><xs:complexType><xs:sequence><xs:element name="data" type="r:swaRef"/></xs:sequence></xs:complexType></xs:element></xs:schema>`,
      ['file'],
    );
    const { call } = await connected({}, wsdl);
    for (const reference of ['cid:gone', 'http://x.example/'])
      await (async () => {
        system.answer = () => ({ body: envelope(`<t:file xmlns:t="urn:test"><t:data>${reference}</t:data></t:file>`) });
        await expect(call('file', { data: { contentType: 'text/plain', content: 'eA==' } })).rejects.toMatchObject({ outcome: 'contract-violation' });
      })();
    const sent = system.received.length;
    for (const data of ['text', 7, { contentType: 'odd', content: 'eA==' }, { contentType: 'text/plain', content: '?' }])
      await expect(call('file', { data })).rejects.toMatchObject({ outcome: 'input-invalid', reached: 'no' });
    expect(system.received).toHaveLength(sent);
  });

  test('SOAP 1.2 tells its action beside attachments too', async () => {
    const wsdl = wsdlAround(schemaOf('<xs:element name="file" type="xs:base64Binary"/>'), ['file'])
      .replaceAll('http://schemas.xmlsoap.org/wsdl/soap/', 'http://schemas.xmlsoap.org/wsdl/soap12/')
      .replace('soapAction=""', 'soapAction="urn:do"');
    system.answer = () => ({ status: 202, headers: { 'content-type': 'text/plain' } });
    const { call } = await connected({ binary: 'mtom' }, wsdl);
    await call('file', { file: 'eA==' }).catch(() => {});
    expect(asked().headers['content-type']).toMatch(
      /^multipart\/related; type="application\/xop\+xml"; start-info="application\/soap\+xml".*; action="urn:do"$/,
    );
  });

  test('too many attributes on one element are no message', async () => {
    const many = Array.from({ length: 1_001 }, (_none, n) => ` a${n}=""`).join('');
    system.answer = () => ({ body: envelope(`<e:echo xmlns:e="urn:test"${many}/>`) });
    await expect((await connected()).call('echo', { text: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('more than 1000 attributes') as string,
    });
  });

  test('a fill that leads through named types leaves only the rest to the caller', async () => {
    const wsdl = wsdlAround(
      schemaOf(
        '<xs:complexType name="Access"><xs:sequence><xs:element name="user" type="xs:string"/><xs:element name="place" type="xs:string"/></xs:sequence></xs:complexType><xs:element name="ask"><xs:complexType><xs:sequence><xs:element name="access" type="t:Access"/><xs:element name="q" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>',
      ),
      ['ask'],
    );
    const { contract } = await connected({ fill: { '/access/user': 'hub', '/nobody/there': 'x' } }, wsdl);
    const { properties, required } = contract.operations[0]!.input as { properties: { access: { properties: object } }; required: string[] };
    expect(Object.keys(properties.access.properties)).toEqual(['place']);
    expect(required).toEqual(['access']);
  });
});
