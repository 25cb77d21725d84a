import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maxFileBytes, type SystemFiles } from './system-uploads.ts';

/** What a description may be made of: what lies beside a named file and has such an ending may be imported by it. */
const descriptions: ReadonlySet<string> = new Set(['.wsdl', '.xsd', '.xml', '.json', '.yaml', '.yml']);
const maxFiles = 200;

/**
 * Files under `config/` that a connection names, by the paths it names them with, and those beside and below a named description, which it may
 * import. The folder of the configuration itself and of a profile are never handed out as a whole: other things lie there.
 */
export function configuredFiles(connection: unknown, configDir: URL): SystemFiles {
  const folder = fileURLToPath(configDir);
  const paths = new Set<string>();
  for (const text of textsIn(connection)) {
    const path = join(folder, text);
    if (!path.startsWith(folder) || !isFile(path) || /^secrets\.ya?ml$/.test(path.split(sep).at(-1) ?? '')) continue;
    paths.add(relative(folder, path));
    const around = dirname(path);
    if (!descriptions.has(extname(path)) || relative(folder, around).split(sep).length < 2) continue;
    for (const beside of readdirSync(around, { recursive: true, encoding: 'utf8' })) {
      if (descriptions.has(extname(beside)) && isFile(join(around, beside))) paths.add(relative(folder, join(around, beside)));
    }
  }
  return Object.fromEntries([...paths].slice(0, maxFiles).map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path))]));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /^[\w.][\w./-]{0,300}\.\w{1,6}$/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function isFile(path: string): boolean {
  const found = existsSync(path) ? statSync(path) : undefined;
  return found?.isFile() === true && found.size <= maxFileBytes;
}
