/** Where a text stands on its way to readers. */
export const newsStates = ['draft', 'waiting', 'approved', 'published', 'withdrawn'] as const;
export type NewsState = (typeof newsStates)[number];
