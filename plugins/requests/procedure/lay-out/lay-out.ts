import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf, textOf } from '../reading/element.ts';
import { amanahExtension } from '../../shared/bpmn-extension.ts';
import { draw } from './drawing.ts';
import type { Area, Box, Graph, Point } from './graph.ts';
import { boxLabel, lineLabel } from './labels.ts';

const nowhere = '';
const size = ({ $type }: ModdleElement) =>
  $type.endsWith('Event') ? { width: 36, height: 36 } : $type.endsWith('Gateway') ? { width: 50, height: 50 } : { width: 130, height: 80 };
const isLine = ({ $type }: ModdleElement) => $type === 'bpmn:SequenceFlow' || $type === 'bpmn:Association';

/** Draws the diagram of a procedure anew: swimlanes in the order of the file, time from left to right. What is inside sub-processes is not drawn. */
export async function layOut(xml: string): Promise<string> {
  const moddle = new BpmnModdle({ amanah: amanahExtension });
  const { rootElement, warnings } = await moddle.fromXML(xml);
  if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'));
  const roots = childrenOf(rootElement, 'rootElements');
  const process = roots.find(({ $type }) => $type === 'bpmn:Process');
  if (!process) throw new Error('the file has no process');
  const collaboration = roots.find(({ $type }) => $type === 'bpmn:Collaboration');
  const lanes = childrenOf(process, 'laneSets').flatMap((set) => childrenOf(set, 'lanes'));
  const elements = [...childrenOf(process, 'flowElements'), ...childrenOf(process, 'artifacts')];
  const drawing = draw(graphOf(elements, lanes));

  const di = new Diagram(moddle);
  if (collaboration) {
    const [pool] = childrenOf(collaboration, 'participants');
    if (pool) di.shape(pool, { x: 0, y: 0, width: drawing.width, height: drawing.height }, { isHorizontal: true });
    for (const lane of lanes) di.shape(lane, drawing.lanes.get(lane.id), { isHorizontal: true });
  }
  for (const element of elements) {
    if (isLine(element)) di.edge(element, drawing.lines.get(element.id));
    else di.shape(element, drawing.boxes.get(element.id), element.$type === 'bpmn:ExclusiveGateway' ? { isMarkerVisible: true } : {});
  }
  rootElement.set('diagrams', [di.diagram(process.id, collaboration ?? process)]);
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

function graphOf(elements: readonly ModdleElement[], lanes: readonly ModdleElement[]): Graph {
  const laneOf = new Map(lanes.flatMap((lane) => childrenOf(lane, 'flowNodeRef').map((node) => [node.id, lane.id] as const)));
  const lines = elements.filter(isLine).map((line) => ({ id: line.id, from: childOf(line, 'sourceRef')?.id ?? '', to: childOf(line, 'targetRef')?.id ?? '' }));
  const boxes = elements
    .filter((element) => !isLine(element))
    .map((element): Box => {
      const host = childOf(element, 'attachedToRef')?.id;
      const undoes =
        element.get('isForCompensation') === true ? elements.find(({ id }) => lines.some(({ from, to }) => from === id && to === element.id)) : undefined;
      const below = undoes && childOf(undoes, 'attachedToRef')?.id;
      return {
        id: element.id,
        lane: laneOf.get(element.id) ?? nowhere,
        ...size(element),
        ...(host !== undefined && { host }),
        ...(below !== undefined && { below }),
      };
    });
  const used = boxes.some(({ lane }) => lane === nowhere) ? [nowhere] : [];
  return { lanes: [...lanes.map(({ id }) => id), ...used], boxes, lines };
}

/** Makes the elements of BPMN DI. */
class Diagram {
  private readonly moddle: BpmnModdle;
  private readonly drawn: ModdleElement[] = [];
  constructor(moddle: BpmnModdle) {
    this.moddle = moddle;
  }

  shape(element: ModdleElement, area: Area | undefined, more: object): void {
    if (!area) return;
    const label = boxLabel(element.$type, textOf(element, 'name'), area);
    this.drawn.push(
      this.moddle.create('bpmndi:BPMNShape', { id: `${element.id}_di`, bpmnElement: element, bounds: this.bounds(area), ...more, ...this.label(label) }),
    );
  }

  edge(element: ModdleElement, points: readonly Point[] | undefined): void {
    if (!points) return;
    const waypoint = points.map((point) => this.moddle.create('dc:Point', { x: Math.round(point.x), y: Math.round(point.y) }));
    const label = lineLabel(textOf(element, 'name'), points);
    this.drawn.push(this.moddle.create('bpmndi:BPMNEdge', { id: `${element.id}_di`, bpmnElement: element, waypoint, ...this.label(label) }));
  }

  diagram(id: string, drawn: ModdleElement): ModdleElement {
    const plane = this.moddle.create('bpmndi:BPMNPlane', { id: `${id}_plane`, bpmnElement: drawn, planeElement: this.drawn });
    return this.moddle.create('bpmndi:BPMNDiagram', { id: `${id}_diagram`, plane });
  }

  private label(area: Area | undefined): { label?: ModdleElement } {
    return area ? { label: this.moddle.create('bpmndi:BPMNLabel', { bounds: this.bounds(area) }) } : {};
  }

  private bounds({ x, y, width, height }: Area): ModdleElement {
    return this.moddle.create('dc:Bounds', { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) });
  }
}
