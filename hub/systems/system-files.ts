import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HubConfig } from '../config/contract.ts';
import type { StandInAddress } from './stand-in-addresses.ts';

export interface SystemFile {
  readonly path: string;
  /** `null` when the file cannot be read. */
  readonly text: string | null;
}

/** Folders of system files: of this Amanah, of the profile, and of this machine's data. */
export function systemFolders(config: Pick<HubConfig, 'configDir' | 'profile' | 'dataDir'>): readonly string[] {
  const folder = fileURLToPath(config.configDir);
  return [join(folder, 'systems'), join(folder, config.profile, 'systems'), join(config.dataDir, 'systems')];
}

/** Every system file with its text. */
export function readSystemFiles(folders: readonly string[]): readonly SystemFile[] {
  return folders.flatMap(filesOf).map((path) => ({ path, text: readText(path) }));
}

/** A folder may be missing, or go away between two looks. */
function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** A file may be taken away or locked between the listing and the reading; that must not end the hub. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** What the demo's starter wrote about its stand-in systems; empty when none run. */
export function standInsText(dataDir: string): string {
  const file = join(dataDir, 'run', 'stand-ins.json');
  return (existsSync(file) && readText(file)) || '{}';
}

/** Addresses in what the starter wrote; a file that is half written names none. */
export function standInAddresses(text: string): StandInAddress {
  try {
    const standIns = JSON.parse(text) as Record<string, { url: string }>;
    return (name) => standIns[name]?.url;
  } catch {
    return () => undefined;
  }
}

/** Text of a certification authority's file relative to the configuration; `null` when there is none or it holds no certificate. */
export function certificateReader(configDir: URL): (path: string) => string | null {
  return (path) => {
    try {
      const text = readFileSync(new URL(path, configDir), 'utf8');
      // Throws when it is none.
      void new X509Certificate(text);
      return text;
    } catch {
      return null;
    }
  };
}
