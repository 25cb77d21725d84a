import type { ModdleElement } from 'bpmn-moddle';
import { condition, isFeel } from '../conditions/condition.ts';
import type { Flow, Node } from '../definition.ts';
import { childOf, childrenOf, textOf, wordsOf } from './element.ts';
import { isNode, readNode } from './nodes.ts';
import type { Refusals } from './refusal.ts';

/** Languages by which FEEL is named in the wild. */
const feel = /feel/i;
const conditional = new Set(['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway']);

/** Reads one process or sub-process and what is inside it. */
export class ScopeReader {
  readonly nodes = new Map<string, Node>();
  private readonly laneOf: ReadonlyMap<string, string>;
  private readonly refusals: Refusals;
  constructor(laneOf: ReadonlyMap<string, string>, refusals: Refusals) {
    this.laneOf = laneOf;
    this.refusals = refusals;
  }

  /** Adds the nodes of the scope and gives the id of its one start. */
  read(container: ModdleElement, scope?: string, laneAround?: string): string {
    const elements = childrenOf(container, 'flowElements');
    const handlers = this.handlers(container, elements);
    const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow').map((element) => ({ element, flow: this.flow(element) }));
    const starts = elements.filter(({ $type }) => $type === 'bpmn:StartEvent');
    if (starts.length !== 1) this.refusals.add('one-start', container, String(starts.length));
    for (const element of elements.filter(isNode)) {
      const lane = this.laneOf.get(element.id) ?? laneAround;
      const outgoing = flows.filter(({ flow }) => flow.from === element.id);
      this.checkWaysOut(element, outgoing);
      const boundary = elements.filter((other) => other.$type === 'bpmn:BoundaryEvent' && childOf(other, 'attachedToRef') === element);
      const compensatedBy = handlers.get(element.id);
      const start = element.$type === 'bpmn:SubProcess' ? this.read(element, element.id, lane) : undefined;
      const node = readNode(
        element,
        {
          incoming: flows.filter(({ flow }) => flow.to === element.id).map(({ flow }) => flow),
          outgoing: outgoing.map(({ flow }) => flow),
          boundary: boundary.filter((event) => !isCompensation(event)).map(({ id }) => id),
          ...(scope !== undefined && { scope }),
          ...(lane !== undefined && { lane }),
          ...(compensatedBy !== undefined && { compensatedBy }),
          ...(start !== undefined && { start }),
        },
        this.refusals,
      );
      if (node) this.nodes.set(node.id, node);
    }
    this.checkEventGateways(elements);
    return starts[0]?.id ?? '';
  }

  private flow(element: ModdleElement): Flow {
    const written = childOf(element, 'conditionExpression');
    const text = written && textOf(written, 'body');
    const source = childOf(element, 'sourceRef');
    if (written && source && !conditional.has(source.$type)) this.refusals.add('condition-place', element);
    const language = written && textOf(written, 'language');
    if (language !== undefined && !feel.test(language)) this.refusals.add('condition-language', element, language);
    const sound = text !== undefined && isFeel(text);
    if (written && !sound) this.refusals.add('condition-syntax', element, text ?? '');
    return {
      id: element.id,
      from: source?.id ?? '',
      to: childOf(element, 'targetRef')?.id ?? '',
      name: wordsOf(element),
      ...(sound && { condition: condition(text) }),
    };
  }

  /** The task that undoes an activity: boundary compensation event, association, task. */
  private handlers(container: ModdleElement, elements: readonly ModdleElement[]): ReadonlyMap<string, string> {
    const handlers = new Map<string, string>();
    for (const event of elements.filter(isCompensation)) {
      const host = childOf(event, 'attachedToRef');
      const association = childrenOf(container, 'artifacts').find(
        (artifact) => artifact.$type === 'bpmn:Association' && childOf(artifact, 'sourceRef') === event,
      );
      const handler = association && childOf(association, 'targetRef');
      if (host && handler?.get('isForCompensation') === true && handler.$type.endsWith('Task')) handlers.set(host.id, handler.id);
      else this.refusals.add('compensation-handler', event);
    }
    return handlers;
  }

  private checkWaysOut(element: ModdleElement, outgoing: readonly unknown[]): void {
    if (outgoing.length > 1 && !element.$type.endsWith('Gateway')) this.refusals.add('several-ways-out', element);
    if (element.$type !== 'bpmn:BoundaryEvent') return;
    const host = childOf(element, 'attachedToRef');
    if (!host || host.get('isForCompensation') === true) this.refusals.add('boundary-host', element);
  }

  private checkEventGateways(elements: readonly ModdleElement[]): void {
    for (const gateway of elements.filter(({ $type }) => $type === 'bpmn:EventBasedGateway'))
      for (const { to } of this.nodes.get(gateway.id)?.outgoing ?? []) {
        const target = elements.find(({ id }) => id === to);
        if (target && (target.$type !== 'bpmn:IntermediateCatchEvent' || this.nodes.get(to)?.incoming.length !== 1))
          this.refusals.add('after-event-gateway', target);
      }
  }
}

const isCompensation = (event: ModdleElement) =>
  event.$type === 'bpmn:BoundaryEvent' && childrenOf(event, 'eventDefinitions')[0]?.$type === 'bpmn:CompensateEventDefinition';
