import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { beforeAll, expect, test } from 'vitest';
import { layOut } from './lay-out/lay-out.ts';
import { bpmn, chain, end, exclusive, flow, start, user } from './testing/bpmn-text.ts';

const folder = new URL('../procedures/', import.meta.url);
const files = (await readdir(folder)).filter((file) => file.endsWith('.bpmn'));
const schema = fileURLToPath(import.meta.resolve('bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd'));

let validator: XsdValidator;
beforeAll(async () => {
  // The schema includes four others that lie beside it.
  xmlRegisterFsInputProviders();
  validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(await readFile(schema), { url: schema }));
});

/** Whether a file is right by the schema of BPMN 2.0; throws with what is wrong and where. */
function validate(xml: string): boolean {
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return true;
  } finally {
    document.dispose();
  }
}

test.each(files)('%s is right by the schema of BPMN 2.0', async (file) => {
  expect(validate(await readFile(new URL(file, folder), 'utf8'))).toBe(true);
});

test('a file that was drawn is right by the schema of BPMN 2.0; one with a foreign element is not', async () => {
  const xml = bpmn(
    start,
    user('a', 'name="تدقيق" amanah:form="f"'),
    exclusive('g'),
    end(),
    chain('start', 'a', 'g'),
    flow('f', 'g', 'end', 'decision = "yes"'),
  );
  const drawn = await layOut(xml);
  expect(validate(drawn)).toBe(true);
  expect(() => validate(drawn.replace('<bpmn:userTask', '<bpmn:userTask imagined="true"'))).toThrow('imagined');
});
