// @vitest-environment happy-dom
import { act as settle, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ActError, useAct, type Act } from './act.tsx';
import { ApiProblem } from './api-problem.ts';
import { FilterField, useTyped } from './filter-field.tsx';

let root: Root;
let box: HTMLElement;
let current: Act;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  document.documentElement.lang = 'en';
  box = document.createElement('div');
  document.body.append(box);
  root = createRoot(box);
});
afterEach(async () => {
  await settle(async () => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const show = (node: ReactNode) => settle(async () => root.render(node));

function Page() {
  current = useAct();
  return (
    <>
      <button aria-busy={current.busy} />
      <ActError act={current} />
    </>
  );
}

test('a second press while an act is under way does nothing', async () => {
  await show(<Page />);
  let finish: (answer: string) => void = () => {};
  const work = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)));
  let both: Promise<(string | null)[]> = Promise.resolve([]);
  await settle(async () => {
    both = Promise.all([current.run(work), current.run(work)]);
  });
  expect(box.querySelector('button')?.getAttribute('aria-busy')).toBe('true');
  await settle(async () => finish('saved'));
  expect(await both).toEqual(['saved', null]);
  expect(work).toHaveBeenCalledOnce();
  expect(box.querySelector('button')?.getAttribute('aria-busy')).toBe('false');
});

test('a refusal is said in the hub’s words with its number, until the next act', async () => {
  await show(<Page />);
  const refusal = new ApiProblem({ status: 409, code: 'X_TAKEN', title: 'The name is taken', detail: 'Choose another.', requestId: 'r-17' });
  await settle(async () => {
    expect(await current.run(() => Promise.reject(refusal))).toBeNull();
  });
  expect(box.textContent).toContain('The name is taken');
  expect(box.textContent).toContain('r-17');
  await settle(async () => void (await current.run(async () => {})));
  expect(box.textContent).toBe('');
});

test('a lost connection is said too', async () => {
  await show(<Page />);
  await settle(async () => void (await current.run(() => Promise.reject(new TypeError('Failed to fetch')))));
  expect(box.textContent).toContain('Check your connection');
});

test('what is typed in a filter counts once the person pauses', async () => {
  vi.useFakeTimers();
  const Typed = ({ typed }: { typed: string }) => (
    <>
      <FilterField label="Find" value={typed} onChange={() => {}} />
      <output>{useTyped(typed)}</output>
    </>
  );
  for (const typed of ['', 'w', 'wi', 'wiki ']) {
    await show(<Typed typed={typed} />);
    await settle(async () => void vi.advanceTimersByTime(200));
    expect(box.querySelector('output')?.textContent).toBe('');
  }
  await settle(async () => void vi.advanceTimersByTime(100));
  expect(box.querySelector('output')?.textContent).toBe('wiki');
  expect(box.querySelector('input')?.getAttribute('aria-label')).toBe('Find');
});
