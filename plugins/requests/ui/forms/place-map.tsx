import { IconButton } from '@amanah/ui';
import { useId, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { GeoPoint, Option } from '../../shared/forms/form-types.ts';
import { latitudeAt, limited, longitudeAt, project, scaleOf, SIZE, type View } from './map-view.ts';
import { say, t } from './messages.ts';

const PROVINCE_CENTRE: GeoPoint = { latitude: 26.35, longitude: 49.9 };
const SPANS = [4, 1.6, 0.6, 0.2, 0.06, 0.02] as const;
const WHOLE = 1;
const NEAR = 3;

interface PlaceMapProps {
  readonly point: GeoPoint | undefined;
  readonly near: GeoPoint | undefined;
  readonly towns: readonly Option[];
  readonly onPick: (point: GeoPoint) => void;
}

/** A schematic map to set one point on: by pointer, by keyboard, or by where the device is. It needs no server of pictures. */
export function PlaceMap({ point, near, towns, onPick }: PlaceMapProps) {
  const [zoom, setZoom] = useState(near || point ? NEAR : WHOLE);
  const [refused, setRefused] = useState(false);
  const helpId = useId();
  const view: View = { centre: point ?? near ?? PROVINCE_CENTRE, span: SPANS[zoom] ?? 1 };
  const closer = () => setZoom(Math.min(SPANS.length - 1, zoom + 1));
  const wider = () => setZoom(Math.max(0, zoom - 1));

  const press = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * SIZE.width;
    const y = ((event.clientY - box.top) / box.height) * SIZE.height;
    onPick(limited({ latitude: latitudeAt(view, y), longitude: longitudeAt(view, x) }));
  };
  const key = (event: KeyboardEvent) => {
    const step = view.span / 20;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [step, 0],
      ArrowDown: [-step, 0],
      ArrowLeft: [0, -step],
      ArrowRight: [0, step],
    };
    const [north = 0, east = 0] = moves[event.key] ?? [];
    if (event.key in moves) onPick(limited({ latitude: view.centre.latitude + north, longitude: view.centre.longitude + east }));
    else if (event.key === '+' || event.key === '=') closer();
    else if (event.key === '-') wider();
    else return;
    event.preventDefault();
  };
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setRefused(false);
        setZoom(SPANS.length - 2);
        onPick(limited({ latitude: coords.latitude, longitude: coords.longitude }));
      },
      () => setRefused(true),
    );

  const scale = scaleOf(view);
  return (
    <div className="rq-map">
      <div className="rq-map__sheet" role="application" tabIndex={0} aria-label={t('formMap')} aria-describedby={helpId} onKeyDown={key} dir="ltr">
        <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} preserveAspectRatio="none" onClick={press} aria-hidden="true">
          <Graticule />
          {towns.map(({ id, title, at }) => at && <Town key={id} name={say(title)} at={project(view, at)} />)}
          <line className="rq-map__scale" x1="16" x2={16 + scale.width} y1={SIZE.height - 16} y2={SIZE.height - 16} />
          <text className="rq-map__words" x="16" y={SIZE.height - 24}>
            {t('formMapScale', { distance: scale.kilometres })}
          </text>
          {point && <Pin at={project(view, point)} />}
        </svg>
        <div className="rq-map__buttons">
          <IconButton icon="plus" label={t('formMapIn')} onClick={closer} />
          <IconButton icon="minus" label={t('formMapOut')} onClick={wider} />
          <IconButton icon="map-pin" label={t('formMapHere')} onClick={locate} />
        </div>
      </div>
      <p id={helpId} className="am-field__hint">
        {t('formMapHelp')} {t('formMapNoBase')}
      </p>
      <p className="am-field__hint" role="status">
        {refused
          ? t('formMapRefused')
          : point
            ? t('formMapPoint', { latitude: point.latitude.toFixed(5), longitude: point.longitude.toFixed(5) })
            : t('formMapNone')}
      </p>
    </div>
  );
}

function Graticule() {
  const lines = [1, 2, 3, 4, 5, 6, 7];
  return (
    <g className="rq-map__grid">
      {lines.map((at) => (
        <path key={at} d={`M0 ${(at * SIZE.height) / 8}H${SIZE.width}M${(at * SIZE.width) / 8} 0V${SIZE.height}`} />
      ))}
    </g>
  );
}

function Town({ name, at }: { readonly name: string; readonly at: { readonly x: number; readonly y: number } }) {
  if (at.x < 0 || at.y < 0 || at.x > SIZE.width || at.y > SIZE.height) return null;
  return (
    <g>
      <circle className="rq-map__town" cx={at.x} cy={at.y} r="4" />
      <text className="rq-map__words" x={at.x + 8} y={at.y + 4}>
        {name}
      </text>
    </g>
  );
}

function Pin({ at }: { readonly at: { readonly x: number; readonly y: number } }) {
  return <path className="rq-map__pin" d={`M${at.x} ${at.y}c-4-9-11-14-11-21a11 11 0 0 1 22 0c0 7-7 12-11 21z`} />;
}
