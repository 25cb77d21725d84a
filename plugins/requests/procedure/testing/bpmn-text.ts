/** Writes the XML of small procedures for tests: elements as they stand in a file, flows in short. */
export const flow = (id: string, from: string, to: string, condition?: string): string =>
  condition === undefined
    ? `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`
    : `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression"><![CDATA[${condition}]]></bpmn:conditionExpression></bpmn:sequenceFlow>`;

/** Flows along a line of elements: `chain('a', 'b', 'c')` leads from a to b to c. */
export const chain = (...ids: readonly string[]): string =>
  ids
    .slice(1)
    .map((id, at) => flow(`${ids[at]}-${id}`, ids[at] ?? '', id))
    .join('\n');

const names = (xml: string, attribute: string) => new Set([...xml.matchAll(new RegExp(`${attribute}="([^"]+)"`, 'g'))].map(([, name = '']) => name));

/** A file with one process. Messages and errors that it refers to are defined by their ids; all tasks stand in one lane. */
export function bpmn(...elements: readonly string[]): string {
  const inside = elements.join('\n');
  const messages = [...names(inside, 'messageRef')].map((name) => `<bpmn:message id="${name}" name="${name}" />`);
  const errors = [...names(inside, 'errorRef')].map((name) => `<bpmn:error id="${name}" errorCode="${name}" />`);
  const nodes = [...inside.matchAll(/<bpmn:(?!sequenceFlow|association|lane|\w+EventDefinition|data)\w+ [^>]*?id="([^"]+)"/g)].map(([, id]) => id);
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:amanah="urn:amanah:bpmn:1" id="file" targetNamespace="urn:test">
${[...messages, ...errors].join('\n')}
<bpmn:process id="tested" name="إجراء" isExecutable="true">
<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="مسار" amanah:role="officer" amanah:unit="request">
${nodes.map((id) => `<bpmn:flowNodeRef>${id}</bpmn:flowNodeRef>`).join('')}
</bpmn:lane></bpmn:laneSet>
${inside}
</bpmn:process>
</bpmn:definitions>`;
}

export const start = '<bpmn:startEvent id="start" />';
export const end = (id = 'end'): string => `<bpmn:endEvent id="${id}" />`;
export const user = (id: string, more = ''): string => `<bpmn:userTask id="${id}" ${more} />`;
export const service = (id: string, more = ''): string => `<bpmn:serviceTask id="${id}" ${more} />`;
export const exclusive = (id: string, more = ''): string => `<bpmn:exclusiveGateway id="${id}" ${more} />`;
export const parallel = (id: string): string => `<bpmn:parallelGateway id="${id}" />`;
export const inclusive = (id: string, more = ''): string => `<bpmn:inclusiveGateway id="${id}" ${more} />`;
export const timer = (due: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${due}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
export const message = (name: string): string => `<bpmn:messageEventDefinition messageRef="${name}" />`;
export const boundary = (id: string, host: string, definition: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;
