import { expect, test } from 'vitest';
import { unpackMessage } from './message-parts.ts';
import { percentDecoded, readMultipart, writeMultipart } from './multipart-related.ts';

const type = 'multipart/related; boundary="e\\dge"';
const read = (text: string) => readMultipart(Buffer.from(text, 'latin1'), type).map(({ headers, bytes }) => [headers, bytes.toString()]);

test('parts end their lines in either way, and need have no headers', () => {
  expect(read('preamble\n--edge\nX-A: b\n c\nodd line\n\none\n--edge\n\ntwo\n--edge\r\n\r\nthree\r\n--edge--')).toEqual([
    [{ 'x-a': 'b c' }, 'one'],
    [{}, 'two'],
    [{}, 'three'],
  ]);
});

test('a delimiter within a line is none', () => {
  expect(read('--edge\r\n\r\nnot --edge here\r\n--edge--')).toEqual([[{}, 'not --edge here']]);
});

test('headers and parts have bounds', () => {
  expect(() => read(`--edge\r\nX: ${'x'.repeat(20_000)}\r\n\r\n\r\n--edge--`)).toThrow('without an end of its headers');
  expect(() => read(`${'--edge\r\n\r\nx\r\n'.repeat(502)}--edge--`)).toThrow('more than 500 parts');
});

test('what is written is read back', () => {
  const parts = [{ headers: { 'content-type': 'text/plain' }, bytes: Buffer.from('a') }];
  expect(readMultipart(writeMultipart(parts, 'edge'), type)).toEqual(parts);
  expect(percentDecoded('%zz')).toBe('%zz');
});

test('a message without parts is empty; a part without an id or a type has one of ours', () => {
  expect(unpackMessage(type, Buffer.from('--edge--'))).toEqual({ contentType: '', bytes: Buffer.alloc(0), attachments: [] });
  const { contentType, attachments } = unpackMessage(type, Buffer.from('--edge\r\n\r\n<x/>\r\n--edge\r\n\r\nraw\r\n--edge--'));
  expect(contentType).toBe('text/xml');
  expect(attachments).toMatchObject([{ id: 'part-1', contentType: 'application/octet-stream', part: null }]);
});
