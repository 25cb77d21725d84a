import type { PluginManifest } from './manifest.ts';

/** Who may call a route: a permission of the plugin's manifest, or a stated reason for being public. No default. */
export type Access<M extends PluginManifest> = (keyof M['permissions'] & string) | { readonly public: string };

/** Most calls from one network (an IPv4 address, or the first half of an IPv6 one) to one process of the hub; more get 429 with `Retry-After`. */
export interface CallLimit {
  /** All of them may come at once; they are given back evenly over the minute. */
  readonly perMinute: number;
}
