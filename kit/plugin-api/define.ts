import type { PluginManifest } from './manifest.ts';
import type { PluginServer } from './server.ts';

/** Version of this contract; a plugin's manifest names the semver range it was written for. */
export const pluginApiVersion = '1.0.0';

/** Declares a plugin's manifest with its literal types, so that the server part is checked against it. */
export function defineManifest<const M extends PluginManifest>(manifest: M): M {
  return manifest;
}

/** Declares a plugin's server part. */
export function definePlugin<const M extends PluginManifest, C = undefined>(plugin: PluginServer<M, C>): PluginServer<M, C> {
  return plugin;
}
