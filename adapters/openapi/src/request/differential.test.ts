import { readFileSync } from 'node:fs';
import { AdapterError } from '@amanah/adapter-api';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Snapshot } from '../plan.ts';
import { connectTo, startSystem, type TestSystem } from '../testing/test-system.ts';
import { arbitraryInput } from '../testing/judge/arbitrary-input.ts';
import { DocumentJudge } from '../testing/judge/document-judge.ts';
import { everyStyle } from '../testing/judge/every-style.ts';

const long = process.env['AMANAH_TEST_VOLUME'] === 'long';
const seed = Number(process.env['AMANAH_TEST_SEED'] ?? 20261127);
const packages = new URL('../../../../node_modules/', import.meta.url);
const documentAt = (path: string): object => {
  const text = readFileSync(new URL(path, packages), 'utf8').replace(/^\ufeff/, '');
  return (path.endsWith('.yaml') ? parse(text) : JSON.parse(text)) as object;
};

const documents: Readonly<Record<string, { readonly document: () => object; readonly runs: number; readonly operations: number }>> = {
  'every style': { document: everyStyle, runs: 8, operations: 84 },
  'parameter styles 3.0': { document: () => documentAt('@readme/oas-examples/3.0/json/parameters-style.json'), runs: 3, operations: 25 },
  'parameter styles 3.1': { document: () => documentAt('@readme/oas-examples/3.1/json/parameters-style.json'), runs: 3, operations: 25 },
  'swagger petstore': { document: () => documentAt('@readme/oas-examples/2.0/json/petstore.json'), runs: 3, operations: 20 },
  discriminators: { document: () => documentAt('@readme/oas-examples/3.0/json/discriminators.json'), runs: 3, operations: 10 },
  polymorphism: { document: () => documentAt('@readme/oas-examples/3.0/json/polymorphism.json'), runs: 3, operations: 13 },
  'train travel': { document: () => documentAt('@readme/oas-examples/3.1/json/train-travel.json'), runs: 3, operations: 7 },
  figma: { document: () => documentAt('@figma/rest-api-spec/openapi/openapi.yaml'), runs: 1, operations: 54 },
  rclone: { document: () => documentAt('rclone-openapi/openapi.json'), runs: 1, operations: 101 },
  dialogporten: { document: () => documentAt('@digdir/dialogporten-schema/swagger.verified.json'), runs: 1, operations: 44 },
};

let system: TestSystem;
beforeAll(async () => (system = await startSystem(() => ({ status: 500 }))));
afterAll(() => system.close());

describe.each(Object.keys(documents))('every request by the document "%s"', (name) => {
  const { document: read, runs, operations } = documents[name]!;

  test('is one that the document itself takes, and reads back as what was given', async () => {
    const document = withoutSecurity(read());
    const judge = await DocumentJudge.of(document);
    const { contract, call } = await connectTo(document, { server: { url: `${system.url}/base` } });
    const callable = contract.operations.filter(({ problems }) => problems.length === 0);
    const ids = judge.operations().map(({ id }) => id);
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    const wrong: unknown[] = [];
    const counts = { asked: 0, refused: 0, operations: 0 };
    for (const operation of callable) {
      const { plans, id } = plansOf(contract.snapshot as Snapshot, operation.name, ids, judge);
      if (id === null) continue;
      counts.operations += 1;
      const check = ajv.compile(operation.input);
      // Some schemas cannot be met on purpose: what does not meet them falls out here.
      const wanted = long ? runs * 20 : runs;
      const drawn = fc.sample(arbitraryInput(operation.input), { numRuns: wanted * 4, seed });
      const inputs = drawn.filter((input) => check(input)).slice(0, wanted);
      for (const input of inputs) {
        counts.asked += 1;
        const before = system.received.length;
        const error = (await call(operation.name, input).catch((one: unknown) => one)) as AdapterError;
        const received = system.received[before];
        if (!received) {
          // What cannot be written is told by its field, and nothing is sent.
          counts.refused += 1;
          if (!(error instanceof AdapterError) || error.outcome !== 'input-invalid' || !error.findings?.[0])
            wrong.push({ operation: operation.name, input, error: String(error) });
          continue;
        }
        const verdict = await judge.judge(id, received, '/base');
        if (verdict.wrong.length > 0) wrong.push({ operation: operation.name, input, target: received.target, wrong: verdict.wrong });
        for (const { property, name: known, in: place } of plans) {
          const given = withoutNulls((input as Record<string, unknown>)[property]);
          if (isEmpty(given)) continue;
          const found = verdict.values[`${place} ${known}`];
          if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(given)))
            wrong.push({ operation: operation.name, parameter: known, given, found, target: received.target });
        }
      }
    }
    expect(wrong.slice(0, 5).map((one) => JSON.stringify(one).slice(0, 800))).toEqual([]);
    expect(counts.operations).toBe(operations);
    expect(counts.refused / counts.asked).toBeLessThan(0.25);
  }, 600_000);
});

/** Credentials are another test's. */
function withoutSecurity(document: object): object {
  return JSON.parse(JSON.stringify(document, (name, value: unknown) => (name === 'security' && Array.isArray(value) ? [] : value))) as object;
}

/** Parameters of an operation by our names, and its id in the document. */
function plansOf(
  snapshot: Snapshot,
  name: string,
  ids: readonly string[],
  judge: DocumentJudge,
): { plans: Snapshot['operations'][string]['parameters']; id: string | null } {
  const plan = snapshot.operations[name];
  const byPath = judge.operations().find(({ method, path }) => method === plan?.method.toLowerCase() && path.split('#')[0] === plan?.path)?.id;
  return { plans: plan?.parameters ?? [], id: ids.includes(name) ? name : (byPath ?? null) };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== null);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
