import { expect, test } from 'vitest';
import { accountName, serverName } from './remote-names.ts';

test.each([
  ['Social.Example', 'social.example'],
  ['social.example.', 'social.example'],
  ['social.example:8443', 'social.example'],
  ['https://social.example/about?x=1', 'social.example'],
  ['شبكة.السعودية', 'xn--ngbc5azd.xn--mgberp4a5d4ar'],
  ['xn--ngbc5azd.xn--mgberp4a5d4ar', 'xn--ngbc5azd.xn--mgberp4a5d4ar'],
  ['bücher.EXAMPLE.', 'xn--bcher-kva.example'],
  ['127.0.0.16:3000', '127.0.0.16'],
  ['[2001:DB8::1]:443', '[2001:db8::1]'],
])('the server %s is known as %s', (typed, name) => {
  expect(serverName(typed)).toBe(name);
});

test.each(['', 'example', 'two words.example', 'salem@social.example', 'https://'])('%j is no name of a server', (typed) => {
  expect(serverName(typed)).toBeNull();
});

test.each([
  ['@Salem@Social.Example', '@salem@social.example'],
  ['acct:salem@social.example:8443', '@salem@social.example'],
  ['https://social.example/@Salem', '@salem@social.example'],
  ['https://Social.example/users/Salem#main-key', 'https://social.example/users/Salem'],
  ['سالم@شبكة.السعودية', '@سالم@xn--ngbc5azd.xn--mgberp4a5d4ar'],
])('the account %s is known as %s', (typed, name) => {
  expect(accountName(typed)).toBe(name);
});

test.each(['', 'salem', 'social.example', 'https://social.example/', '@salem@example'])('%j is no address of an account', (typed) => {
  expect(accountName(typed)).toBeNull();
});
