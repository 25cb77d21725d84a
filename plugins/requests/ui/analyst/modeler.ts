import { drawing, type BpmnElement, type BpmnObject, type BpmnViewer, type Services } from '../map/bpmn-js.ts';
import { t } from '../forms/messages.ts';

/** What is used of the modeler of bpmn-js beside what a viewer has. */
export interface DrawingServices extends Services {
  readonly modeling: {
    updateProperties(element: BpmnElement, properties: object): void;
    updateModdleProperties(element: BpmnElement, object: BpmnObject, properties: object): void;
    removeElements(elements: readonly BpmnElement[]): void;
  };
  readonly bpmnReplace: { replaceElement(element: BpmnElement, target: { readonly type: string; readonly eventDefinitionType?: string }): BpmnElement };
  readonly bpmnFactory: { create(type: string, properties?: object): BpmnObject };
  readonly commandStack: { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
  readonly selection: { select(element: BpmnElement | null): void; get(): readonly BpmnElement[] };
}
export type Modeler = BpmnViewer<DrawingServices> & { saveXML(options: { readonly format: boolean }): Promise<{ readonly xml: string }> };

/** Tools for what the hub runs; the kind of an element is chosen in the form beside the drawing. */
const tools = new Set([
  'hand-tool',
  'lasso-tool',
  'space-tool',
  'global-connect-tool',
  'tool-separator',
  'create.start-event',
  'create.intermediate-event',
  'create.end-event',
  'create.exclusive-gateway',
  'create.task',
  'append.end-event',
  'append.gateway',
  'append.append-task',
  'append.intermediate-event',
  'connect',
  'delete',
  'lane-insert-above',
  'lane-insert-below',
]);

const toolWords = {
  'Activate hand tool': 'anTool_hand',
  'Activate lasso tool': 'anTool_lasso',
  'Activate create/remove space tool': 'anTool_space',
  'Activate global connect tool': 'anTool_connect',
  'Create start event': 'anTool_start',
  'Create intermediate/boundary event': 'anTool_event',
  'Create end event': 'anTool_end',
  'Create gateway': 'anTool_gateway',
  'Create task': 'anTool_task',
  'Append end event': 'anTool_end',
  'Append gateway': 'anTool_gateway',
  'Append task': 'anTool_task',
  'Append intermediate/boundary event': 'anTool_event',
  'Connect to other element': 'anTool_connect',
  Delete: 'anDelete',
  'Add lane above': 'anTool_laneAbove',
  'Add lane below': 'anTool_laneBelow',
} as const;

type Entries = Readonly<Record<string, unknown>>;
const known = (entries: Entries): Entries => Object.fromEntries(Object.entries(entries).filter(([name]) => tools.has(name)));
interface Provided {
  registerProvider(priority: number, provider: object): void;
}
/** Asked after the providers of bpmn-js, whose entries it narrows. */
const last = 100;

function narrow(palette: Provided, contextPad: Provided): void {
  palette.registerProvider(last, { getPaletteEntries: () => known });
  contextPad.registerProvider(last, { getContextPadEntries: () => known, getMultiElementContextPadEntries: () => known });
}
narrow.$inject = ['palette', 'contextPad'];

const ours = {
  __init__: ['narrowedTools'],
  narrowedTools: ['type', narrow],
  translate: ['value', (words: string) => (Object.hasOwn(toolWords, words) ? t(toolWords[words as keyof typeof toolWords]) : words)],
};

/** Loads the modeler of bpmn-js with its styles and signs, only where a procedure is drawn. */
export async function newModeler(container: HTMLElement): Promise<Modeler> {
  const [{ default: BpmnModeler }, { adoptDiagramStyles }, { adoptModelerFont }] = await Promise.all([
    import('bpmn-js/lib/Modeler.js'),
    import('../map/bpmn-styles.ts'),
    import('./modeler-font.ts'),
  ]);
  adoptDiagramStyles();
  adoptModelerFont();
  return new (BpmnModeler as unknown as new (options: object) => Modeler)({ ...drawing(container), additionalModules: [ours] });
}
