import { mkdir, writeFile } from 'node:fs/promises';
import openapiTs, { astToString } from 'openapi-typescript';
import { listRoutes } from '../hub/host/route-listing.ts';
import { openApiDocument } from '../hub/http/openapi.ts';

const root = new URL('../', import.meta.url);
const target = new URL('kit/ui/generated/', root);

/** Writes the types of every plugin route for `createApi<paths>()`: `kit/ui/generated/api.d.ts`. Needs no database. */
export async function writeApiTypes(): Promise<void> {
  const routes = await listRoutes({ plugins: { folder: new URL('plugins/', root), disabled: [], trusted: [] }, configDir: new URL('config/', root) });
  const types = astToString(await openapiTs(JSON.stringify(openApiDocument(routes, 'http://localhost:3000'))));
  await mkdir(target, { recursive: true });
  await writeFile(new URL('api.d.ts', target), `// Made by scripts/api-types.ts from the plugins' routes.\n${types}`);
  console.log(`kit/ui/generated/api.d.ts: ${routes.length} routes`);
}

if (process.argv[1] === import.meta.filename) await writeApiTypes();
