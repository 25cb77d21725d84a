import { dataOf } from '@amanah/ui';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { CheckAnswer, FindingAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import type { BpmnElement } from '../map/bpmn-js.ts';
import { showReadable } from '../map/show-readable.ts';
import { newModeler, type Modeler } from './modeler.ts';

export interface Kept {
  readonly state: 'unchanged' | 'saving' | 'saved' | 'failed';
  readonly at: Date | null;
}

export interface Drawing {
  readonly modeler: Modeler | null;
  readonly failed: boolean;
  readonly selected: BpmnElement | null;
  select(id: string | null): void;
  readonly kept: Kept;
  readonly findings: readonly FindingAnswer[];
  /** Keeps what was drawn last, before it is played, compared or published. @throws when it could not be kept */
  flush(): Promise<void>;
}

/** Room that the tools take at the left of the drawing. */
const toolsPx = 90;
const quietMs = 900;
const againMs = 8_000;

/** The drawing of a new version: kept as a draft a moment after each change and checked with it; a save that failed is tried again. */
export function useDrawing(sheet: RefObject<HTMLDivElement | null>, id: string, bpmn: string, found: readonly FindingAnswer[]): Drawing {
  const [modeler, setModeler] = useState<Modeler | null>(null);
  const [failed, setFailed] = useState(false);
  const [selected, setSelected] = useState<BpmnElement | null>(null);
  const [kept, setKept] = useState<Kept>({ state: 'unchanged', at: null });
  const [findings, setFindings] = useState(found);
  const [, changed] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const dirty = useRef(false);
  const drawn = useRef<Modeler | null>(null);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  const keep = useCallback(async () => {
    if (!dirty.current || !drawn.current) return;
    dirty.current = false;
    setKept((before) => ({ ...before, state: 'saving' }));
    try {
      const { xml } = await drawn.current.saveXML({ format: true });
      const answer: CheckAnswer = await dataOf(api.PUT('/api/requests/procedures/{id}/draft', { params: { path: { id } }, body: { bpmn: xml } }));
      setFindings(answer.findings);
      setKept({ state: 'saved', at: new Date() });
    } catch (error) {
      dirty.current = true;
      setKept((before) => ({ ...before, state: 'failed' }));
      throw error;
    }
  }, [id]);
  /** One after the other, so that an older drawing never overwrites a newer one. */
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    underWay.current = underWay.current.catch(() => {}).then(keep);
    return underWay.current;
  }, [keep]);
  const later = useCallback(
    (ms: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush().catch(() => later(againMs)), ms);
    },
    [flush],
  );

  useEffect(() => {
    let gone = false;
    let made: Modeler | undefined;
    const open = async () => {
      made = await newModeler(sheet.current!);
      if (gone) return made.destroy();
      await made.importXML(bpmn);
      if (gone) return;
      showReadable(made.get('canvas'), undefined, toolsPx);
      made.on('selection.changed', ({ newSelection }: { readonly newSelection: readonly BpmnElement[] }) => {
        const [one] = newSelection;
        setSelected(newSelection.length === 1 && one ? (one.labelTarget ?? one) : null);
      });
      made.on('commandStack.changed', () => {
        dirty.current = true;
        changed((count) => count + 1);
        later(quietMs);
      });
      drawn.current = made;
      setModeler(made);
    };
    open().catch((error: unknown) => {
      console.error('the drawing could not be opened', error);
      if (!gone) setFailed(true);
    });
    const leave = (event: BeforeUnloadEvent) => dirty.current && event.preventDefault();
    const back = () => dirty.current && later(0);
    window.addEventListener('beforeunload', leave);
    window.addEventListener('online', back);
    return () => {
      gone = true;
      window.removeEventListener('beforeunload', leave);
      window.removeEventListener('online', back);
      // Going to another page of the portal keeps what was drawn last.
      void flush()
        .catch(() => {})
        .then(() => {
          clearTimeout(timer.current);
          made?.destroy();
        });
    };
  }, [bpmn, sheet, flush, later]);

  const select = useCallback((wanted: string | null) => {
    const element = wanted === null ? undefined : drawn.current?.get('elementRegistry').get(wanted);
    drawn.current?.get('selection').select(element ?? null);
    if (element) drawn.current?.get('canvas').scrollToElement(element);
  }, []);

  return { modeler, failed, selected, select, kept, findings, flush };
}
