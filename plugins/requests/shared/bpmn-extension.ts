/** What our attributes add to BPMN, in a namespace of our own: other tools keep them and need not know them. */
export const namespace = 'urn:amanah:bpmn:1';

const attribute = (name: string) => ({ name, isAttr: true, type: 'String' });
const extend = (name: string, elements: readonly string[], attributes: readonly string[]) => ({
  name,
  extends: elements.map((element) => `bpmn:${element}`),
  properties: attributes.map(attribute),
});

/** The descriptor by which bpmn-moddle and bpmn-js read our attributes. */
export const amanahExtension = {
  name: 'Amanah',
  uri: namespace,
  prefix: 'amanah',
  // Without it the names of the elements that are extended would be written with a capital letter.
  xml: { tagAlias: 'lowerCase' },
  types: [
    extend('OfProcess', ['Process'], ['nameEn', 'services']),
    extend('OfLane', ['Lane'], ['nameEn', 'role', 'unit', 'holder']),
    extend('OfNode', ['FlowNode'], ['nameEn', 'state']),
    extend('OfActivity', ['Activity'], ['sla', 'form', 'operation', 'stateWhenDone']),
    extend('OfFlow', ['SequenceFlow'], ['nameEn']),
    extend('OfTimer', ['TimerEventDefinition'], ['calendar']),
  ],
  associations: [],
};
