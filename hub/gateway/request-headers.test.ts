import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameHeader, upstreamHeaders, type UpstreamRequest } from './request-headers.ts';

const hubCookies = ['amanah', 'amanah-system', '__Host-amanah', '__Host-amanah-system'];
const pass = (headers: UpstreamRequest['headers'], identity: Record<string, string> = { 'X-Remote-User': 'sara' }) =>
  upstreamHeaders({ headers, hubCookies, identity, publicHost: 'wiki.portal.test', publicProtocol: 'https', address: '10.1.2.3', requestId: 'request-1' });

test('a forged identity header never passes, in any spelling', () => {
  const sent = pass({ 'x-remote-user': 'admin', x_remote_user: 'admin', 'X-REMOTE_USER': 'admin', 'remote-user': 'admin' } as never);
  expect(Object.entries(sent).filter(([name]) => sameHeader(name).includes('remote-user'))).toEqual([['x-remote-user', 'sara']]);
});

test('a bridge that sets no header still passes none of the client', () => {
  expect(pass({ 'x-remote-user': 'admin', 'x-forwarded-user': 'admin' }, {})).not.toHaveProperty('x-remote-user');
});

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

test('Connection cannot be used to drop the identity header on the next hop', () => {
  expect(pass({ connection: 'keep-alive, X-Remote-User' }).connection).toBe('keep-alive');
  expect(pass({ connection: 'X-Remote-User' })).not.toHaveProperty('connection');
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
