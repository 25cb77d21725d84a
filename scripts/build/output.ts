import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const brotli = promisify(brotliCompress);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What one part of the build made; kept as JSON so that an unchanged part is not built again. */
export interface PartResult {
  readonly imports: Readonly<Record<string, string>>;
  /** Address of each module → sha384, for the import map and the preload links. */
  readonly integrity: Readonly<Record<string, string>>;
  readonly entries: Readonly<Record<string, { readonly js: string; readonly css: readonly string[]; readonly preload: readonly string[] }>>;
  /** Shared modules that an entry imports, by the entry's name. */
  readonly shared?: Readonly<Record<string, readonly string[]>>;
  /** Modules that an extension with an entry of its own may come to need, itself among them, by its specifier. */
  readonly reaches?: Readonly<Record<string, readonly string[]>>;
  /** Addresses of single files by name: `icons`, `favicon`. */
  readonly named?: Readonly<Record<string, string>>;
  /** File names under the assets folder that belong to the part. */
  readonly files: readonly string[];
}

/** `sha384-…` of a file's bytes, as the integrity attribute takes it. */
export function integrityOf(bytes: string | Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

/** Writes a file under its content-hashed name with a brotli copy beside it, and returns that name. */
export async function writeHashed(folder: string, name: string, extension: string, bytes: string | Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const file = `${name}.${hash}.${extension}`;
  await writeWithBrotli(folder, file, bytes);
  return file;
}

/** Writes a file and, for text, a brotli copy beside it. */
export async function writeWithBrotli(folder: string, file: string, bytes: string | Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), bytes);
  if (/\.(?:js|css|svg|json)$/.test(file)) {
    await writeFile(join(folder, `${file}.br`), await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}

/**
 * sha256 over the contents of files and folders, in a stable order: the stamp that says whether a part must be built again. Tests and written types
 * go into no part; and a checkout that stands elsewhere, with what was built in it, builds nothing anew.
 */
export async function stampOf(paths: readonly string[], extra = ''): Promise<string> {
  const hash = createHash('sha256').update(extra);
  for (const path of paths) await addTo(hash, path);
  return hash.digest('hex');
}

async function addTo(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (!entries) {
    hash.update(relative(root, path)).update(await readFile(path).catch(() => ''));
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name !== 'node_modules' && !/\.(?:test\.tsx?|d\.ts)$/.test(entry.name)) await addTo(hash, join(path, entry.name));
  }
}
