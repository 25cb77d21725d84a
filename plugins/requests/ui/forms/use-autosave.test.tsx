// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answers } from '../../shared/forms/form-types.ts';
import { useAutosave, type SaveDraft } from './use-autosave.ts';

let root: Root;
let shown: ReturnType<typeof useAutosave>;

function Probe({ save, answers }: { readonly save: SaveDraft; readonly answers: Answers }) {
  shown = useAutosave(save, answers, 'about');
  return null;
}
const render = (save: SaveDraft, answers: Answers) => act(() => root.render(<Probe save={save} answers={answers} />));
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  root = createRoot(document.createElement('div'));
});
afterEach(() => {
  act(() => root.unmount());
  vi.useRealTimers();
});

test('a draft is saved once when the person pauses, with the latest answers', async () => {
  const saved: Answers[] = [];
  const save: SaveDraft = (answers) => Promise.resolve(void saved.push(answers));
  render(save, {});
  for (const name of ['a', 'ab', 'abc']) {
    render(save, { name });
    await pass(500);
  }
  expect(saved).toEqual([]);
  await pass(1_000);
  expect(saved).toEqual([{ name: 'abc' }]);
  expect(shown.saving.state).toBe('saved');
});

test('a draft that was opened and not changed is not saved', async () => {
  const save = vi.fn<SaveDraft>(() => Promise.resolve());
  render(save, { name: 'a' });
  await pass(60_000);
  expect(save).not.toHaveBeenCalled();
});

test('a save that failed is said and tried again by itself', async () => {
  let away = true;
  const save = vi.fn<SaveDraft>(() => (away ? Promise.reject(new Error('away')) : Promise.resolve()));
  render(save, {});
  render(save, { name: 'a' });
  await pass(1_500);
  expect(shown.saving.state).toBe('failed');
  away = false;
  await pass(10_000);
  expect([save.mock.calls.length, shown.saving.state]).toEqual([2, 'saved']);
});

test('two saves never run at once: what changed meanwhile is saved after', async () => {
  const open: (() => void)[] = [];
  const saved: Answers[] = [];
  const save: SaveDraft = (answers) => {
    saved.push(answers);
    return new Promise((resolve) => open.push(resolve));
  };
  render(save, {});
  render(save, { name: 'a' });
  await pass(1_500);
  render(save, { name: 'b' });
  await pass(5_000);
  expect(saved).toEqual([{ name: 'a' }]);
  open[0]?.();
  await pass(1_500);
  expect(saved).toEqual([{ name: 'a' }, { name: 'b' }]);
});
