import { fileURLToPath } from 'node:url';
import { passedOnEnvironment } from '../../config/passed-on-environment.ts';

/** Where an adapter's code is, and how far it may reach. */
export interface ChildRoom {
  /** URL of the adapter's module. */
  readonly module: string;
  /** Reviewed code of the Amanah. Everything else runs under Node's permission model: no files but code, no child processes, threads or addons. */
  readonly trusted: boolean;
  /** Where compiled code is kept between starts. Only for trusted code, which alone may write there. */
  readonly cacheFolder: string | null;
}

const root = new URL('../../../', import.meta.url);

/** The whole environment of the process. */
export function childEnvironment({ trusted, cacheFolder }: ChildRoom): Record<string, string> {
  return { ...passedOnEnvironment(), ...(trusted && cacheFolder !== null ? { NODE_COMPILE_CACHE: cacheFolder } : {}) };
}

/** Options of Node for the process. */
export function childArguments({ module, trusted }: ChildRoom, heapMb: number): string[] {
  // One helper thread of V8: a process that collects memory without end must not take every processor from the others.
  const always = [`--max-old-space-size=${heapMb}`, '--v8-pool-size=1', '--disable-warning=ExperimentalWarning'];
  if (trusted) return always;
  const readable = [
    new URL('node_modules/', root),
    new URL('kit/', root),
    new URL('hub/systems/', root),
    new URL('package.json', root),
    new URL('../', module),
  ];
  return [...always, '--permission', ...readable.map((url) => `--allow-fs-read=${fileURLToPath(url)}${url.pathname.endsWith('/') ? '*' : ''}`)];
}
