import { writeFile } from 'node:fs/promises';
import { errorCodes, errorDefinition } from '@amanah/errors';

/** The error catalogue as a page, by code. */
export function errorDocument(): string {
  const rows = [...errorCodes].sort().map((code) => {
    const { status, ar, en } = errorDefinition(code);
    return `| \`${code}\` | ${status} | ${ar.title}. ${ar.action} | ${en.title}. ${en.action} |`;
  });
  return `# Errors\n\nMade from \`kit/errors/catalogue\` by \`scripts/error-document.ts\`. API answers carry the code as \`type: /errors/CODE\`.\n\n| code | status | العربية | English |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

if (process.argv[1] === import.meta.filename) await writeFile(new URL('../docs/errors.md', import.meta.url), errorDocument());
