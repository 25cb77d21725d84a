import type { Bilingual, PluginContext } from '@amanah/plugin-api';
import type { manifest } from '../../manifest.ts';
import type { RegisterConfig } from '../register-config.ts';

export type Context = PluginContext<typeof manifest, RegisterConfig>;

/** Who did something, as it is kept. */
export interface Doer {
  readonly id: string;
  readonly name: Bilingual;
}
