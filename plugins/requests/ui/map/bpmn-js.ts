import { currentLanguage } from '@amanah/ui';
import { amanahExtension } from '../../shared/bpmn-extension.ts';

/** What is used of bpmn-js; its own types do not stand in a module. */
export interface BpmnElement {
  readonly id: string;
  readonly type: string;
  readonly businessObject: BpmnObject;
  readonly labelTarget?: BpmnElement;
}
/** An element of BPMN as bpmn-moddle reads it: our attributes stand under `amanah:`. */
export interface BpmnObject {
  readonly id: string;
  readonly $type: string;
  name?: string;
  get(property: string): unknown;
  set(property: string, value: unknown): void;
}
interface Canvas {
  zoom(scale: number | 'fit-viewport', at?: 'auto'): number;
  zoom(): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  scrollToElement(element: BpmnElement): void;
  viewbox(): {
    readonly inner: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    readonly outer: { readonly width: number; readonly height: number };
  };
  viewbox(box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): void;
}
export interface Services {
  readonly canvas: Canvas;
  readonly elementRegistry: { get(id: string): BpmnElement | undefined; getAll(): readonly BpmnElement[] };
  readonly overlays: {
    add(id: string, kind: string, overlay: { readonly position: object; readonly html: HTMLElement; readonly show?: object; readonly scale?: object }): void;
    remove(filter: { readonly type: string }): void;
  };
}
export interface BpmnViewer<Known extends object = Services> {
  importXML(xml: string): Promise<unknown>;
  get<Name extends keyof Known>(name: Name): Known[Name];
  on(event: string, hear: (event: never) => void): void;
  destroy(): void;
}

/** How bpmn-js draws here: our attributes are known, and colours are those of the page, also in the dark. The font goes by its name: names are measured with it. */
export const drawing = (container: HTMLElement) => ({
  container,
  moddleExtensions: { amanah: amanahExtension },
  bpmnRenderer: { defaultFillColor: 'var(--surface-card)', defaultStrokeColor: 'var(--text-strong)', defaultLabelColor: 'var(--text-strong)' },
  textRenderer: { defaultStyle: { fontFamily: getComputedStyle(container).fontFamily, fontSize: '12px' }, externalStyle: { fontSize: '12px' } },
});

/** Loads bpmn-js with its styles, only where a diagram is looked at. */
export async function newViewer(container: HTMLElement): Promise<BpmnViewer> {
  const [{ default: Viewer }, { adoptDiagramStyles }] = await Promise.all([import('bpmn-js/lib/NavigatedViewer.js'), import('./bpmn-styles.ts')]);
  adoptDiagramStyles();
  const viewer = new (Viewer as unknown as new (options: object) => BpmnViewer)(drawing(container));
  if (currentLanguage() === 'en') viewer.on('import.parse.complete', sayEnglish);
  return viewer;
}

/** The name of a BPMN element is the Arabic one; readers of English see the other. */
function sayEnglish({ elementsById }: { readonly elementsById: Readonly<Record<string, BpmnObject>> }): void {
  for (const element of Object.values(elementsById)) {
    const english = element.get('amanah:nameEn');
    if (typeof english === 'string' && english !== '') element.name = english;
  }
}
