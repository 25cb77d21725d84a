import type { BpmnElement, BpmnObject } from '../map/bpmn-js.ts';
import type { Modeler } from './modeler.ts';

/** What the form beside the drawing can change of an element. */
export type Field =
  | 'kind'
  | 'name'
  | 'nameEn'
  | 'role'
  | 'unit'
  | 'holder'
  | 'sla'
  | 'form'
  | 'operation'
  | 'state'
  | 'stateWhenDone'
  | 'condition'
  | 'due'
  | 'calendar'
  | 'message'
  | 'error'
  | 'called';

const taskKinds = ['bpmn:UserTask', 'bpmn:ServiceTask', 'bpmn:BusinessRuleTask', 'bpmn:SendTask', 'bpmn:ReceiveTask', 'bpmn:ManualTask'] as const;
const gatewayKinds = ['bpmn:ExclusiveGateway', 'bpmn:ParallelGateway', 'bpmn:InclusiveGateway', 'bpmn:EventBasedGateway'] as const;
const waitKinds = ['bpmn:TimerEventDefinition', 'bpmn:MessageEventDefinition'] as const;
const boundaryKinds = [...waitKinds, 'bpmn:ErrorEventDefinition'] as const;
const endKinds = ['none', 'bpmn:MessageEventDefinition', 'bpmn:TerminateEventDefinition', 'bpmn:ErrorEventDefinition'] as const;
export type Kind = (typeof taskKinds | typeof gatewayKinds | typeof boundaryKinds | typeof endKinds)[number];

const sortOf = ({ $type }: BpmnObject): 'task' | 'gateway' | 'event' | 'flow' | 'lane' | 'other' => {
  if ($type.endsWith('Task') || $type === 'bpmn:CallActivity' || $type === 'bpmn:SubProcess') return 'task';
  if ($type.endsWith('Gateway')) return 'gateway';
  if ($type.endsWith('Event')) return 'event';
  return $type === 'bpmn:SequenceFlow' ? 'flow' : $type === 'bpmn:Lane' ? 'lane' : 'other';
};
export { sortOf };

/** The kinds that an element can be changed into, of those that the hub runs. */
export function kindsOf({ $type }: BpmnObject): readonly Kind[] {
  if ($type.endsWith('Task')) return taskKinds;
  if ($type.endsWith('Gateway')) return gatewayKinds;
  if ($type === 'bpmn:BoundaryEvent') return boundaryKinds;
  if ($type === 'bpmn:EndEvent') return endKinds;
  return $type === 'bpmn:IntermediateCatchEvent' || $type === 'bpmn:IntermediateThrowEvent' ? waitKinds : [];
}

/** What can be said of an element; nothing that it could not use. */
export function fieldsOf(object: BpmnObject): readonly Field[] {
  const sort = sortOf(object);
  if (sort === 'lane') return ['name', 'nameEn', 'role', 'unit', 'holder'];
  if (sort === 'flow') return ['name', 'nameEn', 'condition'];
  if (sort === 'other') return ['name', 'nameEn'];
  const meaning = definitionOf(object)?.$type;
  return [
    ...(kindsOf(object).length > 0 ? (['kind'] as const) : []),
    ...(['name', 'nameEn'] as const),
    ...(sort === 'task' ? (['sla'] as const) : []),
    ...(object.$type === 'bpmn:UserTask' ? (['form'] as const) : []),
    ...(object.$type === 'bpmn:ServiceTask' || object.$type === 'bpmn:BusinessRuleTask' ? (['operation'] as const) : []),
    ...(object.$type === 'bpmn:CallActivity' ? (['called'] as const) : []),
    ...(meaning === 'bpmn:TimerEventDefinition' ? (['due', 'calendar'] as const) : []),
    ...(meaning === 'bpmn:MessageEventDefinition' || object.$type === 'bpmn:SendTask' || object.$type === 'bpmn:ReceiveTask' ? (['message'] as const) : []),
    ...(meaning === 'bpmn:ErrorEventDefinition' ? (['error'] as const) : []),
    ...(sort === 'gateway' ? [] : (['state'] as const)),
    ...(sort === 'task' ? (['stateWhenDone'] as const) : []),
  ];
}

const definitionOf = (object: BpmnObject): BpmnObject | undefined => (object.get('eventDefinitions') as readonly BpmnObject[] | undefined)?.[0];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const child = (object: BpmnObject | undefined, name: string) => object?.get(name) as BpmnObject | undefined;
/** The process of a pool carries the name of the procedure. */
const namedBy = (object: BpmnObject): BpmnObject => child(object, 'processRef') ?? object;

/** What an element says now; empty where it says nothing. */
export function valueOf(object: BpmnObject, field: Field): string {
  switch (field) {
    case 'kind':
      return ['bpmn:BoundaryEvent', 'bpmn:EndEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:IntermediateThrowEvent'].includes(object.$type)
        ? (definitionOf(object)?.$type ?? 'none')
        : object.$type;
    case 'name':
      return text(object.name);
    case 'nameEn':
      return text(namedBy(object).get('amanah:nameEn'));
    case 'condition':
      return text(child(object, 'conditionExpression')?.get('body'));
    case 'due':
      return text((child(definitionOf(object), 'timeDuration') ?? child(definitionOf(object), 'timeDate'))?.get('body'));
    case 'calendar':
      return text(definitionOf(object)?.get('amanah:calendar')) || 'all';
    case 'message':
      return text(child(definitionOf(object) ?? object, 'messageRef')?.get('name'));
    case 'error':
      return text(child(definitionOf(object), 'errorRef')?.get('errorCode'));
    case 'called':
      return text(object.get('calledElement'));
    case 'holder':
      return text(object.get('amanah:holder')) || 'authority';
    default:
      return text(object.get(`amanah:${field}`));
  }
}

/** Says something else of an element, as one step that can be undone. */
export function setValue(modeler: Modeler, element: BpmnElement, field: Field, value: string): void {
  const object = element.businessObject;
  const [modeling, factory] = [modeler.get('modeling'), modeler.get('bpmnFactory')];
  const given = value.trim() === '' ? undefined : value;
  const expression = given === undefined ? undefined : factory.create('bpmn:FormalExpression', { body: given });
  const definition = definitionOf(object);
  switch (field) {
    case 'kind':
      return changeKind(modeler, element, value);
    case 'name':
      modeling.updateProperties(element, { name: given });
      if (namedBy(object) !== object) modeling.updateModdleProperties(element, namedBy(object), { name: given });
      return;
    case 'nameEn':
      return modeling.updateModdleProperties(element, namedBy(object), { 'amanah:nameEn': given });
    case 'condition':
      return modeling.updateProperties(element, { conditionExpression: expression });
    case 'due': {
      const day = /^\d{4}-/.test(value);
      if (definition)
        modeling.updateModdleProperties(element, definition, { timeDuration: day ? undefined : expression, timeDate: day ? expression : undefined });
      return;
    }
    case 'calendar':
      if (definition) modeling.updateModdleProperties(element, definition, { 'amanah:calendar': value === 'all' ? undefined : value });
      return;
    case 'message':
      return modeling.updateModdleProperties(element, definition ?? object, {
        messageRef: given && rootElement(modeler, object, 'bpmn:Message', 'name', given),
      });
    case 'error':
      if (definition)
        modeling.updateModdleProperties(element, definition, { errorRef: given && rootElement(modeler, object, 'bpmn:Error', 'errorCode', given) });
      return;
    case 'called':
      return modeling.updateProperties(element, { calledElement: given });
    default:
      return modeling.updateProperties(element, { [`amanah:${field}`]: field === 'holder' && value === 'authority' ? undefined : given });
  }
}

function changeKind(modeler: Modeler, element: BpmnElement, kind: string): void {
  const { $type } = element.businessObject;
  const event = $type.endsWith('Event');
  // What was put on the way without a meaning is drawn as thrown; the hub waits there.
  const type = event ? ($type === 'bpmn:IntermediateThrowEvent' ? 'bpmn:IntermediateCatchEvent' : $type) : kind;
  const english = element.businessObject.get('amanah:nameEn');
  const replaced = modeler.get('bpmnReplace').replaceElement(element, { type, ...(event && kind !== 'none' && { eventDefinitionType: kind }) });
  if (english !== undefined) modeler.get('modeling').updateProperties(replaced, { 'amanah:nameEn': english });
  modeler.get('selection').select(replaced);
}

/** Messages and errors stand beside the process: the one of this name, else a new one. */
function rootElement(modeler: Modeler, object: BpmnObject, type: string, property: string, value: string): BpmnObject {
  let top: BpmnObject & { $parent?: BpmnObject } = object;
  while (top.$parent) top = top.$parent;
  const roots = top.get('rootElements') as BpmnObject[];
  const known = roots.find((one) => one.$type === type && one.get(property) === value);
  if (known) return known;
  const made = modeler.get('bpmnFactory').create(type, { name: value, [property]: value }) as BpmnObject & { $parent?: BpmnObject };
  made.$parent = top;
  roots.push(made);
  return made;
}
