import { Button, ServiceGlyph, type ServiceClass } from '@amanah/ui';
import { useState } from 'react';
import type { ListAnswer } from '../shared/answers.ts';
import type { FacetName } from '../shared/catalogue-query.ts';
import { facetGroups } from '../shared/facet-groups.ts';
import { toggled, type FullView } from './catalogue-address.ts';
import { t } from './messages.ts';

const SHOWN_AT_FIRST = 5;

interface FacetsProps {
  readonly facets: ListAnswer['facets'];
  readonly view: FullView;
  readonly onChange: (change: Partial<FullView>) => void;
}

/** Filters with the count of services behind each value. */
export function Facets({ facets, view, onChange }: FacetsProps) {
  const choose = (name: FacetName, value: string) => onChange({ chosen: { ...view.chosen, [name]: toggled(view.chosen[name], value) } });
  return facetGroups.map((group) => {
    const values = group.facets.flatMap((name) =>
      (facets.find((facet) => facet.name === name)?.values ?? [])
        .filter((value) => !('only' in group) || value.id === group.only)
        .map((value) => ({ ...value, facet: name })),
    );
    return <FacetGroup key={group.title} title={t(group.title)} values={values} chosen={view.chosen} onChoose={choose} />;
  });
}

interface GroupProps {
  readonly title: string;
  readonly values: readonly { readonly id: string; readonly name: string; readonly count: number; readonly facet: FacetName }[];
  readonly chosen: FullView['chosen'];
  readonly onChoose: (name: FacetName, value: string) => void;
}

function FacetGroup({ title, values, chosen, onChoose }: GroupProps) {
  const [all, setAll] = useState(false);
  const ordered = values.length > SHOWN_AT_FIRST + 1 && values[0]?.facet === 'owner' ? values.toSorted((a, b) => b.count - a.count) : values;
  const shown = ordered.filter((value, index) => all || index < SHOWN_AT_FIRST || chosen[value.facet].includes(value.id));
  return (
    <fieldset className="sv-facet">
      <legend>{title}</legend>
      {shown.map((value) => (
        <label key={`${value.facet}-${value.id}`} className="sv-facet__value">
          <input type="checkbox" checked={chosen[value.facet].includes(value.id)} onChange={() => onChoose(value.facet, value.id)} />
          <span className="sv-facet__name">
            {value.facet === 'class' && <ServiceGlyph serviceClass={value.id as ServiceClass} size="sm" />}
            {value.name}
          </span>
          <span className="am-caption am-number">{value.count}</span>
        </label>
      ))}
      {values.length > SHOWN_AT_FIRST && (
        <Button tone="quiet" size="small" iconEnd={all ? 'chevron-up' : 'chevron-down'} aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'facetLess' : 'facetMore')}
        </Button>
      )}
    </fieldset>
  );
}
