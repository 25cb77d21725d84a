import fc from 'fast-check';
import { expect, test } from 'vitest';
import { providersFirst } from './lifecycle.ts';
import type { PluginRecord } from './plugin-record.ts';

const plugin = (id: string, manifest: { uses?: string[]; mayUse?: string[] }) => ({ id, manifest }) as unknown as PluginRecord;
const orderOf = (plugins: PluginRecord[]) => providersFirst(plugins).map(({ id }) => id);

test('what a plugin uses is set up before it, although that one may use it in turn', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['requests', 'payments', 'documents'], { minLength: 3 }), (ids) => {
      const manifests: Record<string, { uses?: string[]; mayUse?: string[] }> = {
        requests: { mayUse: ['payments', 'documents'] },
        payments: { uses: ['requests'], mayUse: ['documents'] },
        documents: {},
      };
      const order = orderOf(ids.map((id) => plugin(id, manifests[id]!)));
      expect(order.indexOf('requests')).toBeLessThan(order.indexOf('payments'));
      expect(order.indexOf('documents')).toBeLessThan(order.indexOf('requests'));
    }),
  );
});
