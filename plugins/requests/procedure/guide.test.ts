import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { configProcedures } from '../testing/config-procedures.ts';
import type { Node, Procedure } from './definition.ts';
import { decisionsOf } from './decisions.ts';

const guide = readFileSync(new URL('../../../docs/guides/procedures.md', import.meta.url), 'utf8');
/** Rows of the table of operations: names, and what is said of what they give. */
const rows = guide
  .slice(guide.indexOf('## Operations'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, names = '', , , gives = '']) => ({ names: codes(names), gives: codes(gives) }));

function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

let nodes: readonly { readonly procedure: Procedure; readonly node: Node }[];
beforeAll(async () => {
  nodes = [...(await configProcedures()).values()].flatMap((procedure) => [...procedure.nodes.values()].map((node) => ({ procedure, node })));
});

test('the guide says of every operation of a procedure what it does, and of no other', () => {
  const used = new Set(nodes.flatMap(({ node }) => (node.kind === 'task' && node.operation !== undefined ? [node.operation] : [])));
  expect(rows.flatMap(({ names }) => names).toSorted()).toEqual([...used].toSorted());
});

test('it names each decision and error that a procedure waits for from an operation', () => {
  const missing = nodes.flatMap(({ procedure, node }) => {
    if (node.kind !== 'task' || node.operation === undefined) return [];
    const { operation } = node;
    const said = new Set(rows.filter(({ names }) => names.includes(operation)).flatMap(({ gives }) => gives));
    const errors = node.boundary.flatMap((id) => {
      const event = procedure.nodes.get(id);
      return event?.kind === 'boundary' && event.waits.on === 'error' && event.waits.code !== undefined ? [event.waits.code] : [];
    });
    return [...decisionsOf(procedure, node.id).decisions, ...errors]
      .filter((name) => !said.has(name))
      .map((name) => `${procedure.id}/${node.id} ${operation}: ${name}`);
  });
  expect(missing).toEqual([]);
});

test('every message that a procedure waits for stands in the guide', () => {
  const waited = new Set(
    nodes.flatMap(({ node }) => {
      if (node.kind === 'task' && node.does === 'receive' && node.message !== undefined) return [node.message];
      return (node.kind === 'boundary' || node.kind === 'catch') && node.waits.on === 'message' ? [node.waits.message] : [];
    }),
  );
  const said = new Set(codes(guide.slice(guide.indexOf('## Operations'))));
  expect([...waited].filter((message) => !said.has(message))).toEqual([]);
});
