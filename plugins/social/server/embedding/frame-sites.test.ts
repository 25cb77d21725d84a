import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { FrameSites, type FrameSite } from './frame-sites.ts';
import { isInner, SiteTitles } from './site-title.ts';

const { sites } = parse(readFileSync(new URL('../../../../config/plugins/social.yaml', import.meta.url), 'utf8')) as { sites: FrameSite[] };
const allowed = new FrameSites(sites);

test.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://www.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=3', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
])('%s is shown in a frame that sets no cookies', (address, src) => {
  expect(allowed.frameOf(address)?.src).toBe(src);
});

test.each([
  'http://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
  'https://evil.example/?https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com/watch?v="><script>',
  'javascript:alert(1)//https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'not an address',
])('%s is shown in no frame', (address) => {
  expect(allowed.frameOf(address)).toBeNull();
});

test.each([
  '127.0.0.1',
  '10.2.3.4',
  '172.20.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.1.1',
  '0.0.0.0',
  '224.0.0.1',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
])('%s is an inner address', (address) => expect(isInner(address)).toBe(true));
test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111'])('%s is an outer address', (address) => expect(isInner(address)).toBe(false));

async function siteThat(
  answer: (write: (text: string) => void, end: () => void) => void,
  use: (oembed: string, asked: () => number) => Promise<void>,
): Promise<void> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.writeHead(200, { 'content-type': 'application/json' });
    answer(
      (text) => response.write(text),
      () => response.end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/oembed`, () => asked);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const frame = (oembed: string) => ({ site: 'Trial', src: 'https://trial.example/1', address: 'https://trial.example/1', oembed });

test('an allowed site is asked for its title; control characters in it fall away', () =>
  siteThat(
    (write, end) => {
      write(JSON.stringify({ title: 'افتتاح\u202e الساحة\u0000' }));
      end();
    },
    async (oembed) => {
      const titles = new SiteTitles({ allowInner: true });
      expect(await titles.of(frame(oembed))).toBe('افتتاح الساحة');
      await titles.close();
    },
  ));

test('an answer without end is left, and an inner address is never called', () =>
  siteThat(
    (write) => {
      const timer = setInterval(() => write('x'.repeat(16_384)), 5);
      timer.unref();
      setTimeout(() => clearInterval(timer), 10_000).unref();
    },
    async (oembed, asked) => {
      const open = new SiteTitles({ allowInner: true });
      expect(await open.of(frame(oembed))).toBeNull();
      const closed = new SiteTitles();
      const before = asked();
      expect(await closed.of(frame(oembed))).toBeNull();
      expect(await closed.of(frame(oembed.replace('127.0.0.1', 'localhost')))).toBeNull();
      expect(asked()).toBe(before);
      await Promise.all([open.close(), closed.close()]);
    },
  ));
