import { definePlugin } from '@amanah/plugin-api';
import { z } from 'zod';
import { media } from '../contract.ts';
import { manifest } from '../manifest.ts';
import type { Live } from './live/live-parts.ts';
import { registerLive } from './live/live.ts';
import { registerChannels } from './channels/channels.ts';
import { registerEmbeddedScripts } from './embedding/embedded-scripts.ts';
import { mediaConfig } from './media-config.ts';
import { registerOnDemand, type OnDemand } from './on-demand.ts';
import { registerChannelPages } from './pages/channels/channel-pages.ts';
import { registerOfficePages } from './pages/office-pages.ts';
import { registerWatchPages } from './pages/watch-pages.ts';
import { mediaService } from './programmes/media-service.ts';
import { registerOfficeRoutes } from './programmes/office-routes.ts';
import { programmeParts } from './programmes/programme-parts.ts';
import { RunningProgrammes } from './programmes/running-programmes.ts';
import { registerWatchRoutes } from './programmes/watch-routes.ts';

let running: RunningProgrammes | undefined;
let live: Live | undefined;
let onDemand: OnDemand | undefined;

export default definePlugin({
  manifest,
  config: mediaConfig,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const parts = programmeParts(ctx);
    running = new RunningProgrammes(parts.programmes, ctx.log);
    registerOfficeRoutes(parts);
    registerEmbeddedScripts(ctx);
    parts.streams.register(ctx);
    live = registerLive(parts);
    const channels = registerChannels(parts, live.store);
    registerWatchRoutes(parts, channels.readings);
    registerWatchPages(parts, channels.readings);
    registerChannelPages(parts, channels.readings);
    registerOfficePages(parts, { channel: (slug) => channels.channels.find(slug), playlist: (id) => channels.playlists.find(id) });
    onDemand = registerOnDemand(parts);
    ctx.provide(media, mediaService(parts, running.list, channels.readings.list));
    ctx.job({
      name: 'remove-left-files',
      input: z.strictObject({}),
      key: () => 'remove-left-files',
      attempts: 3,
      timeoutMs: 600_000,
      cron: '40 3 * * *',
      async run() {
        for (const id of await parts.files.leftBehind()) await parts.files.removeAll(id);
      },
    });
    return undefined;
  },
  async start() {
    running?.start();
    live?.start();
  },
  async stop() {
    running?.stop();
    await Promise.all([live?.stop(), onDemand?.stop()]);
  },
});
