import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTs, { astToString } from 'openapi-typescript';
import { listRoutes } from '../hub/host/route-listing.ts';
import { openApiDocument } from '../hub/http/openapi.ts';
import { stampOf } from './build/output.ts';

const root = new URL('../', import.meta.url);
const target = new URL('kit/ui/generated/', root);
const file = new URL('api.d.ts', target);
const sources = ['plugins', 'hub/http/openapi.ts', 'hub/host/route-listing.ts', 'scripts/api-types.ts', 'package-lock.json'];

/**
 * Writes the types of every plugin route, which micro-frontends import from `@amanah/ui/api-types`: `kit/ui/generated/api.d.ts`.
 * Needs no database. @throws Error naming a plugin that cannot be set up
 */
export async function writeApiTypes(): Promise<void> {
  const stamp = await stampOf(sources.map((source) => fileURLToPath(new URL(source, root))));
  const head = `// Made by scripts/api-types.ts from the plugins' routes; sources ${stamp}\n`;
  if ((await readFile(file, 'utf8').catch(() => '')).startsWith(head)) return;
  const routes = await listRoutes({
    plugins: { folder: new URL('plugins/', root), disabled: [], trusted: [] },
    configDir: new URL('config/', root),
    profile: 'test',
  });
  const types = astToString(await openapiTs(JSON.stringify(openApiDocument(routes, 'http://localhost:3000'))));
  await mkdir(target, { recursive: true });
  await writeFile(file, head + types);
  console.log(`kit/ui/generated/api.d.ts: ${routes.length} routes`);
}

if (process.argv[1] === import.meta.filename) await writeApiTypes();
