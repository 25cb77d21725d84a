import openapiTs, { astToString } from 'openapi-typescript';

/** A system with the OpenAPI document of its chosen operations (`ConnectAdmin.openApi`). */
export interface DescribedSystem {
  readonly id: string;
  readonly document: object;
}

interface Document {
  readonly paths: Readonly<Record<string, unknown>>;
}

/**
 * A declaration file by which calls and answers of these systems are typed in plugins. It needs TypeScript 5, which lives in this workspace only.
 * @throws Error when a document cannot be read
 */
export async function systemTypes(systems: readonly DescribedSystem[]): Promise<string> {
  const parts = await Promise.all(
    systems.map(async ({ id, document }) => {
      const types = astToString(await openapiTs(JSON.stringify(document), { defaultNonNullable: false }));
      return `declare namespace ${namespaceOf(id)} {\n${types}}\n`;
    }),
  );
  const entries = systems.map(({ id, document }) => {
    const operations = Object.keys((document as Document).paths).map((path) => {
      const name = path.slice(1);
      const schema = (side: string) => `${namespaceOf(id)}.components['schemas']['${name}${side}']`;
      return `      readonly ${name}: SystemOperation<${schema('Input')}, ${schema('Output')}>;\n`;
    });
    return `    '${id}': {\n${operations.join('')}    };\n`;
  });
  return [
    `// Made by "amanah system types ${systems.map(({ id }) => id).join(' ')}". Made again when what the systems offer has changed.\n`,
    `import type { SystemOperation } from '@amanah/plugin-api';\n\n`,
    ...parts,
    `\ndeclare module '@amanah/plugin-api' {\n  interface SystemOperations {\n${entries.join('')}  }\n}\n`,
  ].join('');
}

/** `commerce-register` → `CommerceRegister` */
function namespaceOf(id: string): string {
  return id
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
