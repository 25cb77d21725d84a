import { ApiProblem } from '@amanah/ui';
import { expect, test, vi } from 'vitest';
import { DraftKeeper, same, type DraftStore } from './draft-keeper.ts';

const changed = () => new ApiProblem({ code: 'REQUESTS_DRAFT_CHANGED', title: '', status: 409 });

/** The hub's side of one draft, with a network that can lose its answer. */
function lying(): DraftStore & { answers: object; revision: number; lose: boolean } {
  return {
    answers: {},
    revision: 0,
    lose: false,
    put({ answers, revision }) {
      if (revision !== this.revision) return Promise.reject(changed());
      this.answers = answers;
      this.revision += 1;
      return this.lose ? Promise.reject(new TypeError('the network')) : Promise.resolve({ revision: this.revision });
    },
    read() {
      return Promise.resolve({ answers: this.answers as Record<string, unknown>, revision: this.revision });
    },
  };
}
const never = () => Promise.reject(new Error('nobody was to be asked'));

test('what is written goes on from what was kept last', async () => {
  const there = lying();
  const { save } = new DraftKeeper(there, 0, never);
  await save({ details: 'a' }, 'about');
  await save({ details: 'ab' }, 'about');
  expect(there).toMatchObject({ answers: { details: 'ab' }, revision: 2 });
});

test('an answer that was lost on its way is not taken for another window', async () => {
  const there = lying();
  const { save } = new DraftKeeper(there, 0, never);
  there.lose = true;
  await expect(save({ details: 'a', site: { district: 'x' } }, 'about')).rejects.toThrow('the network');
  there.lose = false;
  there.answers = { site: { district: 'x' }, details: 'a' };
  await save({ details: 'ab' }, 'about');
  expect(there.answers).toEqual({ details: 'ab' });
});

test('what another window kept stays until the person says which to go on with', async () => {
  const there = lying();
  const choose = vi.fn<() => Promise<'mine' | 'other'>>().mockResolvedValueOnce('mine').mockResolvedValueOnce('other');
  const { save } = new DraftKeeper(there, 0, choose);
  await there.put({ answers: { details: 'other' }, step: 'about', revision: 0 });
  await save({ details: 'mine' }, 'about');
  expect(there.answers).toEqual({ details: 'mine' });

  await there.put({ answers: { details: 'other again' }, step: 'about', revision: there.revision });
  await save({ details: 'mine again' }, 'about');
  await save({ details: 'and again' }, 'about');
  expect(there.answers).toEqual({ details: 'other again' });
  expect(choose).toHaveBeenCalledTimes(2);
});

test('a draft that was sent is kept no more', async () => {
  const there = lying();
  const keeper = new DraftKeeper(there, 0, never);
  keeper.end();
  await keeper.save({ details: 'late' }, 'review');
  expect(there.revision).toBe(0);
});

test.each([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: undefined, b: 2 }, { b: 2 }, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: {} }, { a: [] }, false],
  [{ a: 1 }, { b: 1 }, false],
])('%j and %j say the same: %s', (one, other, expected) => {
  expect(same(one, other)).toBe(expected);
  expect(same(other, one)).toBe(expected);
});
