import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { Client } from 'undici';
import { expect, test } from 'vitest';
import { PlainAnswer } from './plain-answer.ts';

/** The same bytes read by undici, as a plain answer, and by Node's own client. */
async function readTwice(head: string): Promise<{ ours: PlainAnswer; nodes: IncomingMessage }> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${head}Content-Length: 2\r\n\r\nok`, 'latin1'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new Client(`http://127.0.0.1:${port}`);
  const ours = await new Promise<PlainAnswer>((resolve, reject) => {
    let answer: PlainAnswer;
    client.dispatch(
      { path: '/', method: 'GET' },
      {
        onRequestStart() {},
        onResponseStart: (controller, status, headers, message) => resolve((answer = new PlainAnswer(controller, status, message ?? '', headers, () => {}))),
        onResponseData: (_controller, chunk) => void answer.push(chunk),
        onResponseEnd: (_controller, trailers) => answer.end(trailers),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
  const [nodes] = (await once(request({ host: '127.0.0.1', port, agent: false }).end(), 'response')) as [IncomingMessage];
  expect([await text(ours), await text(nodes)]).toEqual(['ok', 'ok']);
  await client.destroy();
  server.close();
  return { ours, nodes };
}

const names = [
  'Set-Cookie',
  'Vary',
  'ETag',
  'Location',
  'Content-Type',
  'Age',
  'Cookie',
  'Link',
  'X-Own',
  'Constructor',
  'Server',
  'Retry-After',
  'WWW-Authenticate',
];

test('headers are those that Node’s own client reads, however often each comes and whatever bytes it holds', async () => {
  const line = fc.tuple(fc.constantFrom(...names), fc.stringMatching(/^[!-~\xa1-\xff]([ -~\xa1-\xff]{0,8}[!-~\xa1-\xff])?$/));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
      const { ours, nodes } = await readTwice(lines.map(([name, value]) => `${name}: ${value}\r\n`).join(''));
      expect({ ...ours.headers }).toEqual({ ...nodes.headers });
      expect([ours.statusCode, ours.statusMessage]).toEqual([nodes.statusCode, nodes.statusMessage]);
    }),
    { numRuns: 60 },
  );
});

test('an answer that nobody listens to any more can break off', async () => {
  const answer = new PlainAnswer({ resume: () => {} }, 200, 'OK', {}, () => {});
  answer.destroy(new Error('broken off'));
  // `once` would itself listen to errors.
  await expect(new Promise((resolve) => answer.on('close', () => resolve('closed')))).resolves.toBe('closed');
});
