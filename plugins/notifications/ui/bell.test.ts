// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { bell } from './bell-slot.ts';

afterEach(() => vi.unstubAllGlobals());

test('the bell has a name before the inbox has answered, and the count once it has', async () => {
  let answer = (_response: Response) => {};
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)));
  document.documentElement.lang = 'en';
  const domElement = document.createElement('div');

  const mounted = bell.mount({ domElement });
  const name = () => domElement.querySelector('button')?.getAttribute('aria-label');
  expect(name()).toBe('Notifications');

  answer(Response.json({ unread: 3, items: [] }));
  await mounted;
  expect(name()).toContain('3');
  await bell.unmount();
});
