import { AmanahError, errorText } from '@amanah/errors';
import { ConfigRefused } from '../config/config-refused.ts';
import { ArgumentsRefused } from './arguments-refused.ts';
import { createProgram } from './create-program.ts';

async function main(): Promise<void> {
  await (await createProgram(process.argv.slice(2))).parseAsync();
}

main().catch((error: unknown) => {
  const told = describe(error);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: told }));
  else console.error([told.title, told.action, told.detail].filter(Boolean).join('\n'));
  process.exitCode = 1;
});

function describe(error: unknown): { code: string; title: string; action: string; detail: string; fields?: unknown } {
  if (error instanceof AmanahError) {
    return { code: error.code, ...errorText(error.code, 'en', error.params), detail: error.detail ?? '', ...(error.fields ? { fields: error.fields } : {}) };
  }
  const code = error instanceof ConfigRefused ? 'CONFIG_REFUSED' : error instanceof ArgumentsRefused ? 'ARGUMENTS_REFUSED' : 'FAILED';
  return { code, title: error instanceof Error ? error.message : String(error), action: '', detail: '' };
}
