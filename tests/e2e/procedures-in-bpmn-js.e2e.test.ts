import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { amanahExtension } from '../../plugins/requests/shared/bpmn-extension.ts';
import { readProcedure } from '../../plugins/requests/procedure/reading/read-procedure.ts';
import { openBrowser } from './pages/browser.ts';

const folder = new URL('../../plugins/requests/procedures/', import.meta.url);
const files = (await readdir(folder)).filter((file) => file.endsWith('.bpmn'));
const modeler = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-modeler.production.min.js');

interface Modeler {
  importXML(xml: string): Promise<{ warnings: readonly { message: string }[] }>;
  saveXML(options: object): Promise<{ xml: string }>;
  get(name: 'elementRegistry'): { getAll(): readonly { id: string; type: string; x?: number; y?: number; width?: number; height?: number }[] };
}
type Bench = Window & { BpmnJS: new (options: object) => Modeler };

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  await page.setContent('<!doctype html><div id="canvas" style="height: 600px"></div>');
  await page.addScriptTag({ path: modeler });
});
afterAll(() => browser.close());

/** Opens a file in the modeler as an analyst would and saves it again. */
const openAndSave = (xml: string, extension: object | null) =>
  page.evaluate(
    async ([source, known]) => {
      const bench = window as unknown as Bench;
      const opened = new bench.BpmnJS({ container: '#canvas', ...(known && { moddleExtensions: { amanah: known } }) });
      const { warnings } = await opened.importXML(source);
      const shapes = opened
        .get('elementRegistry')
        .getAll()
        .map(({ id, type, x, y, width, height }) => ({ id, type, x, y, width, height }));
      const saved = (await opened.saveXML({ format: true })).xml;
      return { warnings: warnings.map(({ message }) => message), shapes, saved };
    },
    [xml, extension] as const,
  );

test.each(files)('%s opens in bpmn-js without a warning, has every element drawn, and is the same procedure after it was saved there', async (file) => {
  const xml = await readFile(new URL(file, folder), 'utf8');
  const read = await readProcedure(xml);
  if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
  for (const extension of [amanahExtension, null]) {
    const { warnings, shapes, saved } = await openAndSave(xml, extension);
    expect(warnings).toEqual([]);
    const drawn = new Set(shapes.map(({ id }) => id));
    const flows = [...read.procedure.nodes.values()].flatMap(({ outgoing }) => outgoing);
    expect([...read.procedure.nodes.values(), ...read.procedure.lanes.values(), ...flows].map(({ id }) => id).filter((id) => !drawn.has(id))).toEqual([]);
    const again = await readProcedure(saved);
    expect('procedure' in again && JSON.stringify([...again.procedure.nodes])).toBe(JSON.stringify([...read.procedure.nodes]));
    expect('procedure' in again && [...again.procedure.lanes]).toEqual([...read.procedure.lanes]);
  }
});

test.each(files)('%s is drawn readably: no step covers another, and each stands in its lane', async (file) => {
  const xml = await readFile(new URL(file, folder), 'utf8');
  const read = await readProcedure(xml);
  if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
  const { shapes } = await openAndSave(xml, amanahExtension);
  const area = (id: string) => {
    const { x = 0, y = 0, width = 0, height = 0 } = shapes.find((shape) => shape.id === id) ?? {};
    return { left: x, top: y, right: x + width, bottom: y + height };
  };
  const steps = [...read.procedure.nodes.values()].filter(({ kind }) => kind !== 'boundary').map(({ id, lane }) => ({ id, lane, ...area(id) }));
  const covering = steps.flatMap((one, at) =>
    steps
      .slice(at + 1)
      .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
      .map((other) => `${one.id} ${other.id}`),
  );
  expect(covering).toEqual([]);
  const outside = steps.filter(({ lane = '', left, right, top, bottom }) => {
    const around = area(lane);
    return left < around.left || right > around.right || top < around.top || bottom > around.bottom;
  });
  expect(outside.map(({ id }) => id)).toEqual([]);
});
