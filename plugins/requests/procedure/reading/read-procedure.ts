import { BpmnModdle } from 'bpmn-moddle';
import type { Procedure } from '../definition.ts';
import { childrenOf, ours, wordsOf } from './element.ts';
import { amanahExtension } from '../../shared/bpmn-extension.ts';
import { readLanes } from './lanes.ts';
import { Refusals, type Refusal } from './refusal.ts';
import { ScopeReader } from './scope.ts';
import { withUpstream } from './upstream.ts';

export type ReadProcedure = { readonly procedure: Procedure } | { readonly refusals: readonly Refusal[] };

/** Reads a BPMN 2.0 file into a procedure that can be run, or says of each thing in it that cannot. */
export async function readProcedure(xml: string): Promise<ReadProcedure> {
  const refusals = new Refusals(xml);
  const document = await new BpmnModdle({ amanah: amanahExtension }).fromXML(xml).catch((error: Error) => {
    refusals.add('not-xml', undefined, error.message.split('\n')[0]);
    return null;
  });
  if (!document) return { refusals: refusals.found };
  for (const { message, element } of document.warnings) refusals.add('not-bpmn', element, message.split('\n')[0]);
  const processes = childrenOf(document.rootElement, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process');
  const [process] = processes;
  if (!process || processes.length > 1) {
    refusals.add('one-process', document.rootElement, String(processes.length));
    return { refusals: refusals.found };
  }
  const { lanes, laneOf } = readLanes(process, refusals);
  const reader = new ScopeReader(laneOf, refusals);
  const start = reader.read(process);
  if (refusals.found.length > 0) return { refusals: refusals.found };
  const services = ours(process, 'services')?.split(/\s+/) ?? [];
  return { procedure: { id: process.id, name: wordsOf(process), services, lanes, nodes: withUpstream(reader.nodes), start } };
}
