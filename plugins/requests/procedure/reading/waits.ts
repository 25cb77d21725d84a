import type { ModdleElement } from 'bpmn-moddle';
import type { ErrorWait, MessageWait, Timer } from '../definition.ts';
import { childOf, childrenOf, ours, textOf } from './element.ts';
import type { Refusals } from './refusal.ts';

/** What an event waits for or does, by the type of its one definition. `none` has no definition; `refused` has been refused. */
export type EventMeaning =
  Timer | MessageWait | ErrorWait | { readonly on: 'none' } | { readonly on: 'terminate' } | { readonly on: 'compensation' } | { readonly on: 'refused' };

export type Meaning = EventMeaning['on'];
const refused: EventMeaning = { on: 'refused' };

/** The meaning of an event, when it is one of those allowed at its place. */
export function meaningOf(event: ModdleElement, allowed: readonly Meaning[], refusals: Refusals): EventMeaning {
  const definitions = childrenOf(event, 'eventDefinitions');
  const [definition] = definitions;
  if (definitions.length > 1) {
    refusals.add('event-definition', event, 'several');
    return refused;
  }
  const meaning = definition ? read(event, definition, refusals) : ({ on: 'none' } as const);
  if (meaning.on !== 'refused' && !allowed.includes(meaning.on)) {
    refusals.add('event-definition', event, definition?.$type ?? 'none');
    return refused;
  }
  return meaning;
}

function read(event: ModdleElement, definition: ModdleElement, refusals: Refusals): EventMeaning {
  if (definition.$type === 'bpmn:TimerEventDefinition') return readTimer(event, definition, refusals);
  if (definition.$type === 'bpmn:MessageEventDefinition') {
    const message = messageOf(definition);
    if (message !== undefined) return { on: 'message', message };
    refusals.add('message-missing', event);
    return refused;
  }
  if (definition.$type === 'bpmn:ErrorEventDefinition') {
    const error = childOf(definition, 'errorRef');
    const code = error && (textOf(error, 'errorCode') ?? textOf(error, 'name') ?? error.id);
    return { on: 'error', ...(code !== undefined && { code }) };
  }
  if (definition.$type === 'bpmn:TerminateEventDefinition') return { on: 'terminate' };
  if (definition.$type === 'bpmn:CompensateEventDefinition') return { on: 'compensation' };
  refusals.add('event-definition', event, definition.$type);
  return refused;
}

function readTimer(event: ModdleElement, definition: ModdleElement, refusals: Refusals): EventMeaning {
  if (childOf(definition, 'timeCycle')) {
    refusals.add('timer-cycle', event);
    return refused;
  }
  const due = childOf(definition, 'timeDuration') ?? childOf(definition, 'timeDate');
  const text = due && textOf(due, 'body');
  const calendar = ours(definition, 'calendar') ?? 'all';
  if (calendar !== 'working' && calendar !== 'all') refusals.add('own-attribute', event, `calendar=${calendar}`);
  return { on: 'timer', calendar: calendar === 'working' ? 'working' : 'all', ...(text !== undefined && { due: text }) };
}

/** The name of the message that an event or a task refers to. */
export function messageOf(element: ModdleElement): string | undefined {
  const message = childOf(element, 'messageRef');
  return message && (textOf(message, 'name') ?? message.id);
}
