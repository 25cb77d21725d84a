import { expect, test } from 'vitest';
import { watchEventLoop, type Blocking } from './watchdog.ts';

test('code that holds the event loop is seen while it still does', async () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const seen = Promise.withResolvers<Blocking>();
  const watchdog = watchEventLoop(100, log, seen.resolve);
  // Two beats first, so that the thread beside knows the rhythm.
  await new Promise((resolve) => setTimeout(resolve, 400));
  holdEventLoop(600);
  expect((await seen.promise).at).toContain('holdEventLoop');
  await watchdog.close();
});

function holdEventLoop(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
