import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import type { Broadcasts } from './channel/broadcasts.ts';
import type { Channels } from './channel/channels.ts';
import type { StreamStore } from './channel/stream-store.ts';
import type { ViewerCount } from './hls/viewer-count.ts';
import type { LiveServer } from './live-server.ts';

/** The live side of the plugin. */
export interface Live {
  readonly programmes: ProgrammeParts;
  readonly broadcasts: Broadcasts;
  readonly channels: Channels;
  readonly server: LiveServer;
  readonly viewers: ViewerCount;
  readonly store: StreamStore;
  start(): void;
  stop(): Promise<void>;
}
