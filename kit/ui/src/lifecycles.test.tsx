// @vitest-environment happy-dom
import { lazy, use } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { extension, page, type Lifecycles, type MountProps } from './lifecycles.tsx';
import { useMount } from './mount-context.ts';

let element: HTMLElement;
const mounted: { readonly shown: Lifecycles; readonly at: MountProps }[] = [];

/** Mounts a page or extension that is unmounted after the test: React would go on with it when the document is gone. */
async function mount(shown: Lifecycles, at: MountProps = props()): Promise<void> {
  mounted.push({ shown, at });
  await shown.mount(at);
}

beforeEach(() => {
  document.documentElement.lang = 'en';
  element = document.createElement('div');
  document.body.append(element);
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(async () => {
  for (const { shown, at } of mounted.splice(0)) await shown.unmount(at);
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const props = (): MountProps => ({ pluginId: 'services', title: 'Services', params: { code: 'BL-01' }, api: '/api/services', domElement: element });

test('a page is in the document when mount resolves, and knows its place', async () => {
  const shown = page(() => {
    const { pluginId, params, api } = useMount();
    return <p>{`${pluginId} ${params.code} ${api}`}</p>;
  });
  await mount(shown);
  expect(element.textContent).toBe('services BL-01 /api/services');
});

test('overlays get a box of the plugin, and unmounting leaves nothing behind', async () => {
  const shown = page(() => <p>here</p>);
  await mount(shown);
  expect(document.querySelectorAll('div[data-mfe="services"][data-portal]')).toHaveLength(1);
  await shown.unmount(props());
  expect([element.childNodes.length, document.querySelectorAll('[data-portal]').length]).toEqual([0, 0]);
});

test('a page that throws while rendering becomes a card with its name, and is reported', async () => {
  const crashes: string[] = [];
  const note = (event: Event) => crashes.push((event as CustomEvent<{ pluginId: string }>).detail.pluginId);
  window.addEventListener('amanah:crash', note);
  const broken = page(() => {
    throw new Error('broken');
  });
  await mount(broken);
  await vi.waitFor(() => expect(element.textContent).toContain('“Services” could not be shown'));
  window.removeEventListener('amanah:crash', note);
  expect(crashes).toEqual(['services']);
});

test('an extension that throws leaves one short line', async () => {
  await mount(
    extension(() => {
      throw new Error('broken');
    }),
  );
  await vi.waitFor(() => expect(element.querySelector('.am-crash--compact')?.textContent).toContain('Services'));
});

test('a part whose module fails to load becomes the card', async () => {
  const Part = lazy(() => Promise.reject(new Error('404')));
  await mount(page(() => <Part />));
  await vi.waitFor(() => expect(element.textContent).toContain('could not be shown'));
});

test('a page that waits for ever does not hold the mount', async () => {
  const never = new Promise<never>(() => {});
  await mount(page(() => <p>{use(never)}</p>));
  expect(element.querySelector('[role="status"]')).not.toBeNull();
});

test('one extension can be mounted in two places and leave one of them', async () => {
  const second = document.createElement('div');
  document.body.append(second);
  const bell = extension(() => <b>bell</b>);
  await mount(bell);
  await mount(bell, { ...props(), domElement: second });
  await bell.unmount(props());
  expect([element.textContent, second.textContent]).toEqual(['', 'bell']);
});

test('unmounting what was never mounted is no error', async () => {
  await expect(page(() => null).unmount(props())).resolves.toBeUndefined();
});
