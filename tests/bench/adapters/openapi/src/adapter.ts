import { AdapterError, createHttpClient, defineAdapter } from '@amanah/adapter-api';
import { z } from 'zod';

/** The least that an adapter for HTTP does: what its calls take beyond the system's own time is the cost of the process around it. */
export const adapter = defineAdapter({
  protocol: 'openapi',
  config: z.strictObject({ upstream: z.url() }),
  async discover() {
    throw new AdapterError('contract-violation', 'its contract is given by the bench');
  },
  async connect({ upstream }, _contract, { limits }) {
    const client = createHttpClient({ origins: [upstream], limits });
    return {
      probe: async () => {},
      async call({ operation, signal, exchange }) {
        if (operation === 'loop') for (;;);
        if (operation === 'leak') for (const kept: number[][] = []; ;) kept.push(Array.from({ length: 500_000 }, (_none, at) => at));
        const url = new URL(`/${operation}`, upstream);
        exchange.sent(`GET ${url.pathname}`, 'text/plain');
        const { body, headers } = await client.request({ method: 'GET', url, signal, effect: 'read' });
        exchange.received(body, headers['content-type'] ?? '');
        return { output: JSON.parse(body.toString()) as unknown };
      },
      close: () => client.close(),
    };
  },
});
