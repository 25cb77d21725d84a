import type { PluginContext } from '@amanah/plugin-api';
import type { manifest } from '../manifest.ts';

export type Context = PluginContext<typeof manifest>;
