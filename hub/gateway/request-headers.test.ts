import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameHeader, upstreamHeaders, type UpstreamRequest } from './request-headers.ts';

const hubCookies = ['amanah', 'amanah-system', '__Host-amanah', '__Host-amanah-system'];
const asked: Omit<UpstreamRequest, 'headers'> = {
  withheldCookies: (name) => hubCookies.includes(name),
  bridgeNames: ['X-Remote-User', 'X-Staff-No'],
  identity: { 'X-Remote-User': 'sara' },
  publicOrigin: 'https://wiki.portal.test',
  innerOrigin: null,
  address: '10.1.2.3',
  requestId: 'request-1',
  rewrites: true,
  webSocket: false,
};
const pass = (headers: UpstreamRequest['headers'], more: Partial<UpstreamRequest> = {}) => upstreamHeaders({ ...asked, headers, ...more });

test('a forged identity header never passes, in any spelling', () => {
  const sent = pass({ 'x-remote-user': 'admin', x_remote_user: 'admin', 'X-REMOTE_USER': 'admin', 'remote-user': 'admin' } as never);
  expect(Object.entries(sent).filter(([name]) => sameHeader(name).includes('remote-user'))).toEqual([['x-remote-user', 'sara']]);
});

test('a bridge that sets no header now still passes none of the client, also not under a name that only this system knows', () => {
  const sent = pass({ 'x-remote-user': 'admin', 'x-forwarded-user': 'admin', 'x-staff-no': '1', x_staff_no: '1' }, { identity: {} });
  expect(Object.keys(sent).filter((name) => /user|staff/.test(name))).toEqual([]);
});

test.each(['x-webauth-user', 'SSL_CLIENT_S_DN', 'X-SSL-Client-Verify', 'OIDC_CLAIM_sub', 'X-Forwarded-Email', 'SM_USER', 'remote_groups', 'x-amanah-identity'])(
  'the identity header %s of other sign-in software is refused',
  (name) => {
    expect(Object.keys(pass({ [name]: 'admin' })).map(sameHeader)).not.toContain(sameHeader(name));
  },
);

test('no hub cookie reaches a system; its own cookies do', () => {
  expect(pass({ cookie: 'amanah=secret; DokuWiki=1; __Host-amanah-system=t; lang=ar' }).cookie).toBe('DokuWiki=1; lang=ar');
  expect(pass({ cookie: 'amanah=secret' })).not.toHaveProperty('cookie');
});

test('client-supplied forwarding headers are replaced by what the hub saw', () => {
  const sent = pass({ 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.test', forwarded: 'for=6.6.6.6', 'x-original-url': '/admin' });
  expect(sent).toMatchObject({
    'x-forwarded-for': '10.1.2.3',
    'x-forwarded-host': 'wiki.portal.test',
    'x-forwarded-proto': 'https',
    'x-request-id': 'request-1',
  });
  expect(sent).not.toHaveProperty('forwarded');
  expect(sent).not.toHaveProperty('x-original-url');
});

test('Connection cannot be used to drop the identity header on the next hop, and takes what it names with it', () => {
  const sent = pass({ connection: 'keep-alive, X-Remote-User, X-Secret', 'x-secret': '1', 'keep-alive': 'timeout=5', te: 'trailers, deflate' });
  expect(sent).toMatchObject({ 'x-remote-user': 'sara', te: 'trailers' });
  for (const name of ['connection', 'keep-alive', 'x-secret']) expect(sent).not.toHaveProperty(name);
});

test('Connection cannot take away what frames the body', () => {
  const sent = pass({ connection: 'content-length, Transfer-Encoding, host', 'content-length': '5', host: 'wiki.portal.test' });
  expect(sent).toMatchObject({ 'content-length': '5', host: 'wiki.portal.test' });
});

test('an upgrade that is no WebSocket does not pass', () => {
  expect(pass({ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA' })).not.toHaveProperty('upgrade');
  expect(pass({ connection: 'keep-alive, Upgrade', upgrade: 'websocket' }, { webSocket: true })).toMatchObject({ connection: 'Upgrade', upgrade: 'websocket' });
});

test('a system whose pages are changed is asked only for codings that the gateway reads', () => {
  expect(pass({ 'accept-encoding': 'gzip, deflate, br;q=0.9, dcz, zstd' })['accept-encoding']).toBe('gzip, br;q=0.9, zstd');
  expect(pass({ 'accept-encoding': 'compress' })['accept-encoding']).toBe('identity');
  expect(pass({ 'accept-encoding': 'dcz' }, { rewrites: false })['accept-encoding']).toBe('dcz');
});

test('a system that only knows its inner address gets Origin and Referer by it; those of others stay', () => {
  const sent = pass({ origin: 'https://wiki.portal.test', referer: 'https://wiki.portal.test/a?b' }, { innerOrigin: 'http://10.0.0.9' });
  expect(sent).toMatchObject({ origin: 'http://10.0.0.9', referer: 'http://10.0.0.9/a?b' });
  expect(pass({ origin: 'https://wiki.portal.test.evil.test' }, { innerOrigin: 'http://10.0.0.9' }).origin).toBe('https://wiki.portal.test.evil.test');
});

test('whatever names a client invents, only our identity header carries an identity', () => {
  const spelling = fc.constantFrom('x-remote-user', 'X_Remote_User', 'x-remote_user', 'X-REMOTE-USER', 'x_remote-user');
  fc.assert(
    fc.property(fc.array(spelling), (names) => {
      const sent = pass(Object.fromEntries(names.map((name) => [name, 'admin'])));
      expect(Object.entries(sent).filter(([name, value]) => sameHeader(name) === 'x-remote-user' && value !== 'sara')).toEqual([]);
    }),
  );
});
