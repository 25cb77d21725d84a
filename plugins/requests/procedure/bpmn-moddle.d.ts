declare module 'bpmn-moddle' {
  /** An element of a BPMN document; its properties are those of the BPMN 2.0 schema. */
  export interface ModdleElement {
    readonly $type: string;
    readonly $attrs: Readonly<Record<string, string>>;
    $parent?: ModdleElement;
    readonly id: string;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
  }
  export interface ReadDocument {
    readonly rootElement: ModdleElement;
    readonly warnings: readonly { readonly message: string; readonly element?: ModdleElement }[];
    readonly elementsById: Readonly<Record<string, ModdleElement>>;
  }
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, object>>);
    fromXML(xml: string): Promise<ReadDocument>;
    toXML(element: ModdleElement, options?: { format?: boolean }): Promise<{ xml: string }>;
    create(type: string, properties?: object): ModdleElement;
  }
}
