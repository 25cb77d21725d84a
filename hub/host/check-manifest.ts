import { AmanahError } from '@amanah/errors';
import { pluginApiVersion, type PluginManifest } from '@amanah/plugin-api';
import { satisfies, validRange } from 'semver';
import { manifestSchema } from './manifest-schema.ts';
import { systemIdOf } from './system-handle.ts';
import { localeText, type PluginLocales } from './plugin-locales.ts';

/** Facts of this installation that a manifest must agree with. */
export interface Surroundings {
  hasUnit(id: string): boolean;
  hasPlugin(id: string): boolean;
  hasSystem(id: string): boolean;
}

/** Parses a manifest module's export and checks it. @throws HOST_MANIFEST_INVALID, HOST_API_MISMATCH, HOST_PERMISSION_UNKNOWN, HOST_UNIT_UNKNOWN, HOST_USES_UNKNOWN, HOST_SYSTEM_UNKNOWN */
export function checkManifest(exported: unknown, folder: string, around: Surroundings): PluginManifest {
  const read = manifestSchema.safeParse(exported);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`);
    throw new AmanahError('HOST_MANIFEST_INVALID', { detail: problems.join('; ') });
  }
  const manifest = read.data as unknown as PluginManifest;
  if (manifest.id !== folder) throw new AmanahError('HOST_MANIFEST_INVALID', { detail: `id "${manifest.id}" is not the folder's name "${folder}"` });
  if (!validRange(manifest.api) || !satisfies(pluginApiVersion, manifest.api)) {
    throw new AmanahError('HOST_API_MISMATCH', { detail: `written for plugin API ${manifest.api}, this hub has ${pluginApiVersion}` });
  }
  checkPermissions(manifest);
  if (!around.hasUnit(manifest.owner)) throw new AmanahError('HOST_UNIT_UNKNOWN', { detail: `owner "${manifest.owner}"` });
  for (const id of manifest.uses ?? []) if (!around.hasPlugin(id)) throw new AmanahError('HOST_USES_UNKNOWN', { detail: `uses "${id}"` });
  for (const id of Object.keys(manifest.systems ?? {}).map(systemIdOf))
    if (!around.hasSystem(id)) throw new AmanahError('HOST_SYSTEM_UNKNOWN', { detail: `system "${id}"` });
  return manifest;
}

/** Every text that the manifest names exists. @throws HOST_TEXT_MISSING */
export function checkTexts(manifest: PluginManifest, locales: PluginLocales): void {
  const mounts = [...(manifest.ui?.pages ?? []), ...(manifest.ui?.slots ?? [])];
  const keys = [
    manifest.title,
    manifest.description,
    ...Object.values(manifest.permissions).map((permission) => permission.title),
    ...(manifest.navigation ?? []).map((link) => link.title),
    ...mounts.flatMap((mount) => [mount.title, mount.lead]),
  ];
  for (const key of keys) if (key) for (const language of manifest.locales) localeText(locales, key, language);
}

function checkPermissions(manifest: PluginManifest): void {
  const places = [
    ...(manifest.ui?.pages ?? []).map((page) => [`page ${page.at}`, page.access] as const),
    ...(manifest.ui?.slots ?? []).map((slot) => [`slot ${slot.at}`, slot.access] as const),
    ...(manifest.navigation ?? []).map((link) => [`navigation ${link.to}`, link.access] as const),
  ];
  for (const [place, access] of places) assertPermission(manifest, place, access);
}

/** @throws HOST_PERMISSION_UNKNOWN when the access is a permission that the manifest does not declare */
export function assertPermission(manifest: PluginManifest, place: string, access: string | { readonly public: string } | undefined): void {
  if (typeof access !== 'string' || Object.hasOwn(manifest.permissions, access)) return;
  throw new AmanahError('HOST_PERMISSION_UNKNOWN', { detail: `${place} needs "${access}", which the manifest does not declare` });
}
