import { z } from 'zod';
import { liveConfig } from './live/live-config.ts';
import { onDemandConfig } from './on-demand-config.ts';

/** `config/plugins/media.yaml`. */
export const mediaConfig = z.strictObject({ live: liveConfig, onDemand: onDemandConfig.prefault({}) }).prefault({});

export type MediaConfig = z.infer<typeof mediaConfig>;
