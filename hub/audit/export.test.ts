import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chainHash, firstPrevious } from './chain.ts';
import { verifyExport } from './export.ts';

async function* each(lines: readonly string[]) {
  yield* lines;
}

function chained(bodies: readonly string[]): string[] {
  let previous = firstPrevious;
  return bodies.map((body) => {
    const hash = chainHash(previous, body);
    const line = JSON.stringify({ previous, hash, body });
    previous = hash;
    return line;
  });
}

const bodies = fc.array(fc.string(), { minLength: 2, maxLength: 12 });

it('an export as it was written is unbroken, and says its last hash', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, async (written) => {
      const lines = chained(written);
      const { head, ...check } = await verifyExport(each(lines));
      expect(check).toEqual({ records: written.length, brokenAt: null, reason: null });
      expect(head).toBe((JSON.parse(lines.at(-1)!) as { hash: string }).hash);
    }),
  );
});

it('a changed, removed or moved record shows where it stands', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, fc.nat(), async (written, seed) => {
      const at = seed % (written.length - 1);
      const changed = chained(written);
      changed[at] = changed[at]!.replace('"body":"', '"body":"!');
      expect((await verifyExport(each(changed))).brokenAt).toBe(at + 1);
      expect((await verifyExport(each(chained(written).toSpliced(at, 1)))).brokenAt).toBe(at + 1);
    }),
  );
});

it('a line that is no record is refused by its number', async () => {
  await expect(verifyExport(each([...chained(['a']), 'nothing']))).rejects.toMatchObject({ code: 'AUDIT_EXPORT_UNREADABLE', params: { line: '2' } });
});
