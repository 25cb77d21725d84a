import { IconButton, Notice } from '@amanah/ui';
import { useEffect, useRef, useState } from 'react';
import { t } from '../forms/messages.ts';
import './map.css';
import { newViewer, type BpmnElement, type BpmnViewer } from './bpmn-js.ts';
import { showReadable } from './show-readable.ts';

/** A figure at a step of the diagram; what it means stands in words beside the diagram too. */
export interface Badge {
  readonly at: string;
  readonly text: string;
  readonly tone: 'now' | 'late' | 'time';
}

interface DiagramProps {
  readonly bpmn: string;
  /** What it shows; the same must stand in words beside it, since a drawing is not read out. */
  readonly label: string;
  /** Steps that are done or where the request stands. */
  readonly marks?: Readonly<Record<string, 'done' | 'current'>>;
  readonly badges?: readonly Badge[];
  readonly selected?: string | null;
  readonly onSelect?: (id: string) => void;
}

const badgeKind = 'figure';
const step = 1.25;

/** A procedure drawn by bpmn-js, which is loaded when it is looked at. Left to right in either language, as BPMN is drawn. */
export function Diagram({ bpmn, label, marks, badges, selected, onSelect }: DiagramProps) {
  const sheet = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<BpmnViewer | 'failed' | null>(null);
  const hear = useRef(onSelect);
  hear.current = onSelect;
  const first = useRef(marks);

  useEffect(() => {
    let made: BpmnViewer | undefined;
    let gone = false;
    const draw = async () => {
      made = await newViewer(sheet.current!);
      if (gone) return made.destroy();
      await made.importXML(bpmn);
      if (gone) return;
      const [here] = Object.entries(first.current ?? {}).flatMap(([id, mark]) => (mark === 'current' ? [id] : []));
      showReadable(made.get('canvas'), here === undefined ? undefined : made.get('elementRegistry').get(here));
      made.on('element.click', ({ element }: { readonly element: BpmnElement }) => hear.current?.((element.labelTarget ?? element).id));
      setViewer(made);
    };
    setViewer(null);
    draw().catch((error: unknown) => {
      console.error('the diagram could not be drawn', error);
      if (!gone) setViewer('failed');
    });
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [bpmn]);

  const drawn = viewer === 'failed' ? null : viewer;
  useEffect(() => {
    if (!drawn) return;
    const marked = Object.entries(marks ?? {}).filter(([id]) => drawn.get('elementRegistry').get(id));
    for (const [id, mark] of marked) drawn.get('canvas').addMarker(id, `rm-${mark}`);
    return () => marked.forEach(([id, mark]) => drawn.get('elementRegistry').get(id) && drawn.get('canvas').removeMarker(id, `rm-${mark}`));
  }, [drawn, marks]);
  useEffect(() => {
    if (!drawn) return;
    for (const badge of badges ?? []) if (drawn.get('elementRegistry').get(badge.at)) drawn.get('overlays').add(badge.at, badgeKind, overlayOf(badge));
    return () => drawn.get('overlays').remove({ type: badgeKind });
  }, [drawn, badges]);
  useEffect(() => {
    const element = drawn && selected ? drawn.get('elementRegistry').get(selected) : undefined;
    if (!drawn || !element) return;
    drawn.get('canvas').addMarker(element.id, 'rm-selected');
    drawn.get('canvas').scrollToElement(element);
    return () => drawn.get('elementRegistry').get(element.id) && drawn.get('canvas').removeMarker(element.id, 'rm-selected');
  }, [drawn, selected]);

  const zoom = (by: number) => drawn?.get('canvas').zoom(drawn.get('canvas').zoom() * by, 'auto');
  return (
    <figure className="rm-map" aria-label={label}>
      {viewer === 'failed' && <Notice tone="warn" title={t('mapFailed')} />}
      {viewer === null && (
        <p className="am-caption" role="status">
          {t('mapDrawing')}
        </p>
      )}
      <div className="rm-map__buttons" hidden={!drawn}>
        <IconButton icon="plus" label={t('mapIn')} onClick={() => zoom(step)} />
        <IconButton icon="minus" label={t('mapOut')} onClick={() => zoom(1 / step)} />
        <IconButton icon="layers" label={t('mapFit')} onClick={() => drawn?.get('canvas').zoom('fit-viewport', 'auto')} />
      </div>
      <div ref={sheet} dir="ltr" className="rm-map__sheet" hidden={viewer === 'failed'} />
    </figure>
  );
}

function overlayOf({ text, tone }: Badge): { position: object; html: HTMLElement; show: object; scale: object } {
  const html = document.createElement('span');
  html.className = `rm-badge rm-badge--${tone}`;
  html.textContent = text;
  // The sheet is drawn left to right; words stay as the page has them.
  html.dir = document.documentElement.dir;
  const position = tone === 'now' ? { top: -14, left: -10 } : tone === 'late' ? { top: -14, right: 14 } : { bottom: 2, left: -6 };
  return { position, html, show: { minZoom: 0.3 }, scale: { min: 0.85, max: 1.2 } };
}
