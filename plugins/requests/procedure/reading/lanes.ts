import type { ModdleElement } from 'bpmn-moddle';
import type { Holder, Lane } from '../definition.ts';
import { childOf, childrenOf, ours, wordsOf } from './element.ts';
import type { Refusals } from './refusal.ts';

const holders: readonly string[] = ['authority', 'applicant', 'external'] satisfies Holder[];

/** The lanes of a process with those within lanes, and the lane of each element. */
export function readLanes(process: ModdleElement, refusals: Refusals): { lanes: ReadonlyMap<string, Lane>; laneOf: ReadonlyMap<string, string> } {
  const lanes = new Map<string, Lane>();
  const laneOf = new Map<string, string>();
  const read = (element: ModdleElement) => {
    const holder = ours(element, 'holder') ?? 'authority';
    if (!holders.includes(holder)) refusals.add('own-attribute', element, `holder=${holder}`);
    const role = ours(element, 'role');
    const unit = ours(element, 'unit');
    lanes.set(element.id, {
      id: element.id,
      name: wordsOf(element),
      holder: holder as Holder,
      ...(role !== undefined && { role }),
      ...(unit !== undefined && { unit }),
    });
    for (const node of childrenOf(element, 'flowNodeRef')) laneOf.set(node.id, element.id);
    const inner = childOf(element, 'childLaneSet');
    if (inner) childrenOf(inner, 'lanes').forEach(read);
  };
  for (const set of childrenOf(process, 'laneSets')) childrenOf(set, 'lanes').forEach(read);
  return { lanes, laneOf };
}
