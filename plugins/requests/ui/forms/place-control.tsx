import { Icon } from '@amanah/ui';
import { lazy, Suspense, type ComponentType } from 'react';
import type { GeoPoint } from '../../shared/forms/form-types.ts';
import { useFormPlace, type ControlProps } from './form-place.ts';
import { say } from './messages.ts';

const PlaceMap = lazy(() => import('./place-map.tsx').then((module) => ({ default: module.PlaceMap })));

/** A place: a point on the map, coordinates that are typed, or district and street; one way is enough (rules.md D3). */
export function PlaceControl({ ui, path, value, onChange, control: Part }: ControlProps & { readonly control: ComponentType<ControlProps> }) {
  const { form, problemAt, near } = useFormPlace();
  const place = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const error = problemAt(path);
  const change = (parts: Readonly<Record<string, unknown>>) => {
    const next = Object.entries({ ...place, ...parts }).filter(([, part]) => part !== undefined && part !== '');
    onChange(next.length > 0 ? Object.fromEntries(next) : undefined);
  };
  const { latitude, longitude } = place;
  const point: GeoPoint | undefined = typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : undefined;
  return (
    <fieldset className="rq-group">
      <legend className="rq-group__legend">{say(ui.title)}</legend>
      {ui.hint && <p className="am-field__hint">{say(ui.hint)}</p>}
      {error && (
        <p className="am-field__error">
          <Icon name="circle-alert" />
          <span>{error}</span>
        </p>
      )}
      <Suspense fallback={<div className="rq-map__sheet" />}>
        <PlaceMap
          key={near ? `${near.latitude},${near.longitude}` : 'province'}
          point={point}
          near={near}
          towns={form.ui['municipality']?.options ?? []}
          onPick={(picked) => change({ latitude: picked.latitude, longitude: picked.longitude })}
        />
      </Suspense>
      <div className="rq-fields">
        {Object.entries(ui.items ?? {}).map(([name, part]) => (
          <Part key={name} ui={part} path={`${path}.${name}`} value={place[name]} onChange={(next) => change({ [name]: next })} />
        ))}
      </div>
    </fieldset>
  );
}
