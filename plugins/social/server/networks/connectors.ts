import type { ConnectedKind } from '../../shared/network-kinds.ts';
import type { Connector } from './connector.ts';
import { facebook } from './facebook.ts';
import { mastodon } from './mastodon.ts';
import { telegram } from './telegram.ts';
import { x } from './x.ts';

/** Kinds of networks of others, by how they are spoken to. The Fediverse, where the account is ours, has its own room. */
export const connectors = { mastodon, telegram, x, facebook } satisfies Record<ConnectedKind, Connector>;

export type NetworkKind = ConnectedKind | 'activitypub';
