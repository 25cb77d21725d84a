/** Kinds of networks of others. */
export const connectedKinds = ['mastodon', 'telegram', 'x', 'facebook'] as const;
export type ConnectedKind = (typeof connectedKinds)[number];
