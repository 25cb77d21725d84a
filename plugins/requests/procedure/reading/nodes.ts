import type { ModdleElement } from 'bpmn-moddle';
import type { Flow, Node, Splitting, Work } from '../definition.ts';
import { isDuration } from '../duration.ts';
import { childOf, ours, textOf, wordsOf } from './element.ts';
import type { Refusals } from './refusal.ts';
import { meaningOf, messageOf } from './waits.ts';

/** What is known of a node before it is read by its type. */
export interface Around {
  readonly scope?: string;
  readonly lane?: string;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  /** Ids of boundary events and of the task that compensates. */
  readonly boundary: readonly string[];
  readonly compensatedBy?: string;
  /** The start inside a sub-process. */
  readonly start?: string;
}

const work: Readonly<Record<string, Work>> = {
  'bpmn:UserTask': 'user',
  'bpmn:ManualTask': 'manual',
  'bpmn:ServiceTask': 'service',
  'bpmn:SendTask': 'send',
  'bpmn:BusinessRuleTask': 'rule',
  'bpmn:ReceiveTask': 'receive',
};
const splitting: Readonly<Record<string, Splitting>> = {
  'bpmn:ExclusiveGateway': 'exclusive',
  'bpmn:ParallelGateway': 'parallel',
  'bpmn:InclusiveGateway': 'inclusive',
  'bpmn:EventBasedGateway': 'event',
};
/** Drawn for people; nothing runs in them. */
const notes = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

export const isNode = (element: ModdleElement): boolean => element.$type !== 'bpmn:SequenceFlow' && !notes.has(element.$type);

/** One node of the procedure, or null when the element is outside the subset; then it has been refused. */
export function readNode(element: ModdleElement, around: Around, refusals: Refusals): Node | null {
  const { boundary, compensatedBy, start, ...rest } = around;
  const state = ours(element, 'state');
  const base = { id: element.id, name: wordsOf(element), ...rest, ...(state !== undefined && { state }) };
  const stateWhenDone = ours(element, 'stateWhenDone');
  const activity: ActivityBase = {
    ...base,
    boundary,
    ...(compensatedBy !== undefined && { compensatedBy }),
    ...(stateWhenDone !== undefined && { stateWhenDone }),
    ...slaOf(element, refusals),
  };
  const does = work[element.$type];
  const splits = splitting[element.$type];
  if (does) return readTask(element, activity, does, refusals);
  if (splits) return readGateway(element, base, splits, refusals);
  switch (element.$type) {
    case 'bpmn:StartEvent': {
      const meaning = meaningOf(element, ['none', 'message'], refusals);
      return meaning.on === 'refused' ? null : { ...base, kind: 'start', ...(meaning.on === 'message' && { message: meaning.message }) };
    }
    case 'bpmn:EndEvent':
      return readEnd(element, base, refusals);
    case 'bpmn:IntermediateCatchEvent': {
      const meaning = meaningOf(element, ['timer', 'message'], refusals);
      return meaning.on === 'timer' || meaning.on === 'message' ? { ...base, kind: 'catch', waits: meaning } : null;
    }
    case 'bpmn:BoundaryEvent':
      return readBoundary(element, base, refusals);
    case 'bpmn:SubProcess':
      refuseLoop(element, refusals);
      if (element.get('triggeredByEvent') === true) refusals.add('element', element, 'triggeredByEvent');
      return { ...activity, kind: 'sub-process', start: start ?? '' };
    case 'bpmn:CallActivity': {
      refuseLoop(element, refusals);
      const procedure = textOf(element, 'calledElement');
      if (procedure === undefined) refusals.add('called-missing', element);
      return { ...activity, kind: 'call', procedure: procedure ?? '' };
    }
    default:
      refusals.add('element', element);
      return null;
  }
}

type Base = Omit<Around, 'boundary' | 'compensatedBy' | 'start'> & Pick<Node, 'id' | 'name' | 'state'>;
type ActivityBase = Base & Pick<Around, 'boundary' | 'compensatedBy'> & { readonly sla?: string; readonly stateWhenDone?: string };

function slaOf(element: ModdleElement, refusals: Refusals): { sla?: string } {
  const sla = ours(element, 'sla');
  if (sla !== undefined && !isDuration(sla)) refusals.add('own-attribute', element, `sla=${sla}`);
  return sla === undefined ? {} : { sla };
}

function refuseLoop(element: ModdleElement, refusals: Refusals): void {
  if (childOf(element, 'loopCharacteristics')) refusals.add('loop', element);
}

function readTask(element: ModdleElement, base: ActivityBase, does: Work, refusals: Refusals): Node {
  refuseLoop(element, refusals);
  const message = does === 'send' || does === 'receive' ? messageOf(element) : undefined;
  if ((does === 'receive' || does === 'send') && message === undefined) refusals.add('message-missing', element);
  if (element.get('instantiate') === true) refusals.add('element', element, 'instantiate');
  const operation = ours(element, 'operation');
  const form = ours(element, 'form');
  return {
    ...base,
    kind: 'task',
    does,
    compensates: element.get('isForCompensation') === true,
    ...(message !== undefined && { message }),
    ...(operation !== undefined && { operation }),
    ...(form !== undefined && { form }),
  };
}

function readGateway(element: ModdleElement, base: Base, splits: Splitting, refusals: Refusals): Node {
  if (element.get('instantiate') === true) refusals.add('element', element, 'instantiate');
  const fallback = childOf(element, 'default')?.id;
  return { ...base, kind: 'gateway', splits, upstream: new Map(), ...(fallback !== undefined && { fallback }) };
}

function readEnd(element: ModdleElement, base: Base, refusals: Refusals): Node | null {
  const meaning = meaningOf(element, ['none', 'message', 'terminate', 'error'], refusals);
  if (meaning.on === 'error') {
    if (meaning.code === undefined) refusals.add('error-missing', element);
    return { ...base, kind: 'end', how: 'error', ...(meaning.code !== undefined && { error: meaning.code }) };
  }
  if (meaning.on === 'message') return { ...base, kind: 'end', how: 'message', message: meaning.message };
  return meaning.on === 'none' || meaning.on === 'terminate' ? { ...base, kind: 'end', how: meaning.on } : null;
}

function readBoundary(element: ModdleElement, base: Base, refusals: Refusals): Node | null {
  const meaning = meaningOf(element, ['timer', 'message', 'error', 'compensation'], refusals);
  const interrupting = element.get('cancelActivity') !== false;
  if (meaning.on === 'error' && !interrupting) refusals.add('boundary-error', element);
  // A boundary compensation event is no step: the activity knows the task that undoes it.
  if (meaning.on !== 'timer' && meaning.on !== 'message' && meaning.on !== 'error') return null;
  return { ...base, kind: 'boundary', attachedTo: childOf(element, 'attachedToRef')?.id ?? '', interrupting, waits: meaning };
}
