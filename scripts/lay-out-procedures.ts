import { readFile, writeFile } from 'node:fs/promises';
import { layOut } from '../plugins/requests/procedure/lay-out/lay-out.ts';

/** Draws BPMN files anew, for those that were written by hand or by a tool without a diagram: `node scripts/lay-out-procedures.ts FILE…`. */
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('name the .bpmn files to draw');
  process.exitCode = 2;
}
for (const file of files) {
  await writeFile(file, await layOut(await readFile(file, 'utf8')));
  console.log(`drawn: ${file}`);
}
