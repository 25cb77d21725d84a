import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectTo, endingOf, startSystem, type TestSystem } from '../testing/test-system.ts';

let system: TestSystem;
beforeAll(async () => (system = await startSystem(() => ({ status: 204 }))));
afterAll(() => system.close());

/** Sends a body by its description; gives what arrived. */
async function sent(content: object, body: unknown, more: object = {}): Promise<{ ending: unknown; type: string | undefined; text: string }> {
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/x': { post: { operationId: 'x', requestBody: { required: true, content, ...more }, responses: { 204: { description: '' } } } } },
  };
  const { call } = await connectTo(document, { server: { url: system.url } });
  system.received.length = 0;
  const ending = await endingOf(call('x', body === undefined ? {} : { body }, { key: 'k' }));
  const [received] = system.received;
  return { ending, type: received?.headers['content-type'], text: received?.body.toString('latin1') ?? '' };
}
const ok = { ok: { output: null } };
const object = (properties: object) => ({ schema: { type: 'object', properties } });
const latin = (text: string) => Buffer.from(text).toString('latin1');
const wrong = (path: string, message: string) => ({ outcome: 'input-invalid', reached: 'no', findings: [{ path, message }] });

describe('text', () => {
  test.each([
    ['text/plain', 'text/plain; charset=utf-8', latin('حي')],
    ['text/*', 'text/plain; charset=utf-8', latin('حي')],
    ['text/plain; charset=windows-1256', 'text/plain; charset=windows-1256', Buffer.from([0xcd, 0xed]).toString('latin1')],
    ['application/xml', 'application/xml', latin('حي')],
  ])('as %s', async (type, said, bytes) => {
    expect(await sent({ [type]: { schema: { type: 'string' } } }, 'حي')).toEqual({ ending: ok, type: said, text: bytes });
  });

  test('a character that the charset does not have, and a charset that nobody knows, are refused before anything is sent', async () => {
    expect((await sent({ 'text/plain; charset=windows-1256': {} }, '漢')).ending).toMatchObject(
      wrong('/body', 'has a character that windows-1256 does not have'),
    );
    expect((await sent({ 'text/plain; charset=martian': {} }, 'x')).ending).toMatchObject(wrong('/body', 'the charset martian is not known'));
  });
});

describe('JSON and bytes', () => {
  test('of any media type JSON is sent; a required body that is not given is missed', async () => {
    expect(await sent({ '*/*': { schema: { type: 'object' } } }, { a: [1] })).toEqual({ ending: ok, type: 'application/json', text: '{"a":[1]}' });
    expect((await sent({ 'application/json': {} }, undefined)).ending).toMatchObject(wrong('/body', 'is missing'));
    expect(await sent({ 'application/merge-patch+json': {}, 'application/vnd.x+json': {} }, null)).toMatchObject({
      type: 'application/merge-patch+json',
      text: 'null',
    });
  });

  test('bytes are base64; of a family the caller says which', async () => {
    expect(await sent({ 'application/pdf': {} }, Buffer.from('%PDF').toString('base64'))).toEqual({ ending: ok, type: 'application/pdf', text: '%PDF' });
    expect((await sent({ 'application/pdf': {} }, 'not base64!')).ending).toMatchObject(wrong('/body', 'is not base64'));
    expect((await sent({ 'application/pdf': {} }, 7)).ending).toMatchObject(wrong('/body', 'is not base64'));
    expect(await sent({ 'image/*': {} }, { content: 'aaaa', type: 'image/png' })).toMatchObject({ ending: ok, type: 'image/png' });
    expect((await sent({ 'image/*': {} }, { content: 'aaaa', type: 'png\r\nX: y' })).ending).toMatchObject(wrong('/body/type', 'is no media type'));
  });
});

describe('a form', () => {
  const form = 'application/x-www-form-urlencoded';
  test('has texts, numbers, lists and objects; what is not given is left out', async () => {
    const schema = object({
      name: { type: 'string' },
      years: { type: 'integer' },
      tags: { type: 'array', items: { type: 'string' } },
      more: { type: 'object' },
    });
    const body = { name: 'حي & 1', years: 2, tags: ['a b', null, 'c'], more: { x: 1 }, none: null, extra: ['p', undefined, { q: 1 }] };
    expect(await sent({ [form]: schema }, body)).toEqual({
      ending: ok,
      type: form,
      text: 'name=%D8%AD%D9%8A+%26+1&years=2&tags=a+b&tags=c&more=%7B%22x%22%3A1%7D&extra=p&extra=%7B%22q%22%3A1%7D',
    });
    expect((await sent({ [form]: schema }, 'text')).ending).toMatchObject(wrong('/body', 'must be an object'));
  });

  test('writes lists and fields as their encoding says, also in an old charset', async () => {
    const described = {
      ...object({ list: { type: 'array', items: { type: 'string' } }, url: { type: 'string' }, data: { type: 'object' } }),
      encoding: {
        list: { style: 'spaceDelimited', explode: false },
        url: { allowReserved: true },
        data: { contentType: 'application/json' },
      },
    };
    expect((await sent({ [form]: described }, { list: ['a', 'b'], url: 'https://x/y z?q=1', data: { a: 1 } })).text).toBe(
      'list=a+b&url=https://x/y+z?q=1&data=%7B%22a%22%3A1%7D',
    );
    expect((await sent({ [`${form}; charset=windows-1256`]: object({ name: { type: 'string' } }) }, { name: 'حي' })).text).toBe('name=%CD%ED');
    const piped = { ...object({ list: { type: 'array', items: { type: 'string' } } }), encoding: { list: { style: 'pipeDelimited', explode: false } } };
    expect((await sent({ [form]: piped }, { list: ['a', 'b'] })).text).toBe('list=a%7Cb');
  });
});

describe('multipart', () => {
  const type = 'multipart/form-data';
  const parts = (text: string) =>
    text
      .split(/--amanah-[0-9a-f-]+(?:--)?\r\n/)
      .slice(1, -1)
      .map((part) => part.trimEnd());

  test('has texts, JSON, files with and without a name, a part for each item of a list', async () => {
    const described = {
      ...object({
        title: { type: 'string' },
        plan: { type: 'string', format: 'binary' },
        photos: { type: 'array', items: { type: 'string', format: 'binary' } },
        about: { type: 'object' },
        tags: { type: 'array', items: { type: 'string' } },
        sheet: { type: 'string', format: 'binary' },
      }),
      encoding: { sheet: { contentType: 'text/csv, application/vnd.ms-excel' } },
    };
    const file = Buffer.from('x').toString('base64');
    const {
      ending,
      text,
      type: said,
    } = await sent(
      { [type]: described },
      {
        title: 'فيلا',
        plan: { content: file, name: 'a "b"\r\n.pdf', type: 'application/pdf' },
        photos: [file, { content: file, name: '2.png' }],
        about: { a: 1 },
        tags: ['p', 'q'],
        sheet: file,
        none: null,
        extra: [1, { b: 2 }],
      },
    );
    expect(ending).toEqual(ok);
    expect(said).toMatch(/^multipart\/form-data; boundary=amanah-/);
    const disposition = (name: string, more = '') => `Content-Disposition: form-data; name="${name}"${more}\r\nContent-Type: `;
    expect(parts(text)).toEqual([
      `${disposition('title')}text/plain; charset=utf-8\r\n\r\n${latin('فيلا')}`,
      `${disposition('plan', '; filename="a %22b%22%0D%0A.pdf"')}application/pdf\r\n\r\nx`,
      `${disposition('photos', '; filename="photos"')}application/octet-stream\r\n\r\nx`,
      `${disposition('photos', '; filename="2.png"')}application/octet-stream\r\n\r\nx`,
      `${disposition('about')}application/json\r\n\r\n{"a":1}`,
      `${disposition('tags')}text/plain; charset=utf-8\r\n\r\np`,
      `${disposition('tags')}text/plain; charset=utf-8\r\n\r\nq`,
      `${disposition('sheet', '; filename="sheet"')}text/csv\r\n\r\nx`,
      `${disposition('extra')}text/plain; charset=utf-8\r\n\r\n1`,
      `${disposition('extra')}application/json\r\n\r\n{"b":2}`,
    ]);
  });

  test('a part has the headers that are described for it, and no others', async () => {
    const described = {
      ...object({ plan: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }, seal: { type: 'string', format: 'binary' } }),
      encoding: { plan: { headers: { 'X-Scale': { schema: { type: 'string' } } } }, seal: { headers: { 'X-Seal': {} } } },
    };
    const one = (headers: object) => ({ plan: { content: { n: 1 }, headers } });
    expect(parts((await sent({ [type]: described }, { ...one({ 'x-scale': '1:500' }), seal: { content: 'aaaa', headers: { 'X-Seal': 'y' } } })).text)).toEqual([
      'Content-Disposition: form-data; name="plan"\r\nContent-Type: application/json\r\nX-Scale: 1:500\r\n\r\n{"n":1}',
      expect.stringContaining('X-Seal: y') as string,
    ]);
    expect((await sent({ [type]: described }, one({ 'X-Other': '1' }))).ending).toMatchObject(
      wrong('/body/plan/headers/X-Other', 'is not described for this part'),
    );
    expect((await sent({ [type]: described }, one({ 'X-Scale': '1\r\nX: 2' }))).ending).toMatchObject(wrong('/body/plan/headers/X-Scale', 'has a line break'));
  });

  test('what cannot be a form, and a file of no media type, are refused', async () => {
    const described = object({ plan: { type: 'string', format: 'binary' } });
    expect((await sent({ [type]: described }, [])).ending).toMatchObject(wrong('/body', 'must be an object'));
    expect((await sent({ [type]: described }, { plan: { content: 'aaaa', type: '?' } })).ending).toMatchObject(wrong('/body/plan/type', 'is no media type'));
  });

  test('fields of a form may be described in parts, by reference, and read only ones are not sent', async () => {
    const whole = {
      openapi: '3.0.3',
      info: { title: 'T', version: '1' },
      paths: {
        '/x': {
          post: {
            operationId: 'x',
            requestBody: { content: { [type]: { schema: { $ref: '#/components/schemas/Both' } } } },
            responses: { 204: { description: '' } },
          },
        },
      },
      components: {
        schemas: {
          Both: {
            allOf: [
              { $ref: '#/components/schemas/One' },
              { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file', 7] },
            ],
          },
          One: { type: 'object', properties: { id: { type: 'string', readOnly: true }, title: { type: 'string' } }, required: ['title'] },
        },
      },
    };
    const { contract } = await connectTo(whole, { server: { url: system.url } });
    expect(contract.operations[0]?.input).toMatchObject({
      properties: { body: { properties: { id: false, title: { type: 'string' }, file: {} }, required: ['title', 'file'] } },
    });
  });
});
