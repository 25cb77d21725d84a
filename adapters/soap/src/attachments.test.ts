import { describe, expect, test } from 'vitest';
import { readMultipart } from './mime/multipart-related.ts';
import { schemaOf, wsdlAround } from './testing/described.ts';
import { description, scriptedForFile } from './testing/scripted-file.ts';
import { envelope } from './testing/scripted-system.ts';

const { system, asked, connect } = await scriptedForFile();

describe('attachments', () => {
  const pdf = Buffer.from('%PDF-1.7 مخطط');
  const plans = () => connect({}, {}, description('attachments.wsdl'));

  test('parts beside the envelope go under the names of the description, references by their ids', async () => {
    system.answer = () => ({ body: envelope('<t:AddPlanResponse xmlns:t="urn:plans"><t:number>7</t:number></t:AddPlanResponse>') });
    const { call } = await plans();
    const input = {
      title: 'فيلا',
      preview: [{ contentType: 'image/png', content: Buffer.from('png').toString('base64') }],
      $attachments: { drawing: { contentType: 'application/pdf', content: pdf.toString('base64') } },
    };
    expect(await call('AddPlan', input)).toEqual({ output: { number: 7 } });
    const parts = readMultipart(asked().body, asked().headers['content-type'] ?? '');
    expect(parts).toHaveLength(3);
    const id = (index: number) => parts[index]?.headers['content-id']?.slice(1, -1) ?? '';
    expect(parts[0]?.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(parts[0]?.bytes.toString()).toContain(`<n1:preview>cid:${id(1)}</n1:preview>`);
    expect([parts[1]?.headers['content-type'], parts[1]?.bytes.toString()]).toEqual(['image/png', 'png']);
    expect(id(2)).toMatch(/^drawing=[0-9a-f]+@/);
    expect(parts[2]?.bytes).toEqual(pdf);
  });

  test('attachments of the wrong kind, missing and unknown ones are found', async () => {
    const { call } = await plans();
    const attachment = { contentType: 'text/plain', content: 'eA==' };
    await expect(call('AddPlan', { title: 'x', $attachments: { drawing: attachment, other: attachment } })).rejects.toMatchObject({
      findings: [
        { path: '/$attachments/other', message: 'is not known here' },
        { path: '/$attachments/drawing', message: 'is of text/plain; application/pdf, image/* is taken' },
      ],
    });
    await expect(call('AddPlan', { title: 'x', $attachments: { drawing: { contentType: 'image/png', content: '?' } } })).rejects.toMatchObject({
      findings: [{ path: '/$attachments/drawing', message: 'expected base64' }],
    });
    await expect(call('AddPlan', { title: 'x' })).rejects.toMatchObject({ findings: [{ path: '/$attachments/drawing', message: 'is missing' }] });
  });

  const answerParts = (root: string, parts: readonly (readonly [headers: string, bytes: Buffer])[], type = 'text/xml') => {
    const pieces = [['Content-Type: text/xml; charset=utf-8\r\nContent-ID: <root>', Buffer.from(root)] as const, ...parts];
    const all = pieces.flatMap(([headers, bytes]) => [Buffer.from(`--edge\r\n${headers}\r\n\r\n`), bytes, Buffer.from('\r\n')]);
    return {
      headers: { 'content-type': `multipart/related; type="${type}"; start="<root>"; boundary=edge` },
      body: Buffer.concat([...all, Buffer.from('--edge--\r\n')]),
    };
  };
  const planned = envelope('<t:GetPlanResponse xmlns:t="urn:plans"><t:title>x</t:title></t:GetPlanResponse>');

  test.each([
    ['by its name', 'Content-Type: application/pdf\r\nContent-ID: <drawing=1@x>', pdf],
    ['by its place, in base64', 'Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64', Buffer.from(pdf.toString('base64'))],
    [
      'in quoted-printable',
      'Content-Type: application/pdf\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-ID: <1>',
      Buffer.from('%PDF-1.7 =D9=85=D8=AE=D8=B7=D8=\r\n=B7'),
    ],
  ])('a part of the answer is read %s', async (_, headers, bytes) => {
    system.answer = () => answerParts(planned, [[headers, bytes]]);
    const { call } = await plans();
    expect(await call('GetPlan', { number: 1 })).toEqual({
      output: { title: 'x', $attachments: { drawing: { contentType: 'application/pdf', content: pdf.toString('base64') } } },
    });
  });

  test('MTOM: bytes go beside the message, and are read from there', async () => {
    const files = wsdlAround(
      schemaOf(
        '<xs:element name="file"><xs:complexType><xs:sequence><xs:element name="name" type="xs:string"/><xs:element name="data" type="xs:base64Binary" maxOccurs="2"/></xs:sequence></xs:complexType></xs:element>',
      ),
      ['file'],
    );
    const include = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:p%401"/>';
    system.answer = () =>
      answerParts(
        envelope(`<t:file xmlns:t="urn:test"><t:name>a</t:name><t:data>${include}</t:data></t:file>`),
        [['Content-Type: image/png\r\nContent-ID: <p@1>', pdf]],
        'application/xop+xml',
      );
    const { call } = await connect({ binary: 'mtom' }, {}, files);
    expect(await call('file', { name: 'x', data: [pdf.toString('base64'), ''] })).toEqual({ output: { name: 'a', data: [pdf.toString('base64')] } });
    expect(asked().headers['content-type']).toMatch(
      /^multipart\/related; type="application\/xop\+xml"; start-info="text\/xml"; start="<envelope@amanah>"; boundary="amanah-[0-9a-f]+"$/,
    );
    const parts = readMultipart(asked().body, asked().headers['content-type'] ?? '');
    expect(parts[0]?.headers['content-type']).toBe('application/xop+xml; charset=UTF-8; type="text/xml"');
    expect(parts[0]?.bytes.toString()).toMatch(/<n1:data><xop:Include xmlns:xop="[^"]+" href="cid:[0-9a-f]+@amanah"\/><\/n1:data>/);
    expect(parts.slice(1).map(({ bytes }) => bytes.toString())).toEqual([pdf.toString(), '']);
  });

  test.each([
    [
      'an included part that did not come',
      answerParts(
        envelope(
          '<t:GetPlanResponse xmlns:t="urn:plans"><t:title><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:gone"/></t:title></t:GetPlanResponse>',
        ),
        [],
      ),
      /includes cid:gone/,
    ],
    [
      'a multipart message without an end',
      { headers: { 'content-type': 'multipart/related; boundary=edge' }, body: '--edge\r\n\r\n<x/>' },
      /ends in the middle/,
    ],
    ['a multipart message without a boundary', { headers: { 'content-type': 'multipart/related' }, body: 'x' }, /without a boundary/],
    ['a boundary that does not occur', { headers: { 'content-type': 'multipart/related; boundary=other' }, body: 'x' }, /does not occur/],
    ['an unknown transfer encoding', answerParts(planned, [['Content-Transfer-Encoding: x-uuencode', pdf]]), /x-uuencode/],
    ['a part without headers', { headers: { 'content-type': 'multipart/related; boundary=edge' }, body: '--edge\r\nno end--edge' }, /./],
  ])('%s is a broken answer', async (_, answer, why) => {
    system.answer = () => answer;
    const { call } = await plans();
    await expect(call('GetPlan', { number: 1 })).rejects.toMatchObject({ outcome: 'contract-violation', message: expect.stringMatching(why) as string });
  });
});
