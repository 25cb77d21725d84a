import type { Exchanges } from './exchanges/contract.ts';

/** The record of exchanges, opened by the first who writes to it or reads it: most commands do neither. */
export function exchangesWhenUsed(open: () => Promise<Exchanges>): Exchanges {
  let opened: Promise<Exchanges> | undefined;
  const room = () => (opened ??= open());
  return {
    record: async (exchange) => (await room()).record(exchange),
    admin: {
      search: async (filter) => (await room()).admin.search(filter),
      read: async (...given) => (await room()).admin.read(...given),
      evidence: async (...given) => (await room()).admin.evidence(...given),
      unknownWrites: async () => (await room()).admin.unknownWrites(),
      settleWrite: async (...given) => (await room()).admin.settleWrite(...given),
    },
    close: async () => (await opened)?.close(),
  };
}
