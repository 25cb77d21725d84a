import type { ModdleElement } from 'bpmn-moddle';
import { textOf } from './element.ts';

export type RefusalKey =
  | 'not-xml'
  | 'not-bpmn'
  | 'one-process'
  | 'one-start'
  | 'element'
  | 'event-definition'
  | 'loop'
  | 'boundary-host'
  | 'boundary-error'
  | 'several-ways-out'
  | 'condition-place'
  | 'condition-language'
  | 'condition-syntax'
  | 'timer-cycle'
  | 'message-missing'
  | 'error-missing'
  | 'called-missing'
  | 'after-event-gateway'
  | 'compensation-handler'
  | 'own-attribute';

/** Why a file cannot be run, and where: `at` is the element's id, `key` names a text of `procedures.refusals`. */
export interface Refusal {
  readonly key: RefusalKey;
  readonly at?: string;
  readonly name?: string;
  readonly element?: string;
  readonly line?: number;
  readonly detail?: string;
}

/** Collects what is refused while a file is read. */
export class Refusals {
  readonly found: Refusal[] = [];
  private readonly lines: readonly string[];
  constructor(xml: string) {
    this.lines = xml.split('\n');
  }

  add(key: RefusalKey, element?: ModdleElement, detail?: string): void {
    const at = element?.id;
    const line = at === undefined ? -1 : this.lines.findIndex((text) => text.includes(`id="${at}"`));
    const name = element && textOf(element, 'name');
    this.found.push({
      key,
      ...(at !== undefined && { at }),
      ...(name !== undefined && { name }),
      ...(element && { element: element.$type }),
      ...(line >= 0 && { line: line + 1 }),
      ...(detail !== undefined && { detail }),
    });
  }
}
