import { Button, IconButton, dataOf, useResource } from '@amanah/ui';
import { RadioGroup, TextField } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import { useState } from 'react';
import type { NewsContent } from '../../shared/news.ts';
import type { NewsAtWork, NewsChoices } from '../../shared/news-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { programmeOf } from './programme-address.ts';

type Names = Pick<NewsAtWork, 'services' | 'programmes'>;

interface LinksPartProps {
  readonly content: NewsContent;
  readonly choices: NewsChoices;
  readonly names: Names;
  readonly readOnly: boolean;
  readonly onChange: (part: Partial<NewsContent>) => void;
  readonly onNames: (names: Names) => void;
}

/** Who speaks to whom, and the services and programmes that it is about. */
export function LinksPart({ content, choices, names, readOnly, onChange, onNames }: LinksPartProps) {
  const { unit, units, audience, services, programmes } = content;
  const services_ = useResource((signal) => allServices(signal), []);
  const known = services_.status === 'ready' ? services_.data : [];
  const unitOptions = choices.units.map(({ id, name }) => ({ id, label: name }));
  const nameIn = (list: readonly { id: string; name: string }[], id: string) => list.find((one) => one.id === id)?.name ?? id;
  return (
    <section className="so-panel" aria-labelledby="so-links">
      <h2 id="so-links">{t('newsLinks')}</h2>
      <div className="so-links">
        <div className="am-stack">
          <ComboBox
            label={t('newsSpeaker')}
            options={choices.mine.map(({ id, name }) => ({ id, label: name }))}
            value={unit}
            readOnly={readOnly}
            onChange={(id) => id && onChange({ unit: id })}
          />
          <RadioGroup
            label={t('newsAudience')}
            inline
            value={audience}
            readOnly={readOnly}
            choices={[
              { id: 'everyone', label: t('newsAudienceEveryone') },
              { id: 'officials', label: t('newsAudienceOfficials') },
            ]}
            onChange={(chosen) => onChange({ audience: chosen })}
          />
          <Chosen
            label={t('newsUnits')}
            items={units.map((id) => ({ id, name: nameIn(choices.units, id) }))}
            readOnly={readOnly}
            onRemove={(id) => onChange({ units: units.filter((one) => one !== id) })}
          />
          {!readOnly && (
            <ComboBox
              key={units.join()}
              label={t('newsUnitsAdd')}
              hint={t('newsUnitsHint')}
              optional
              options={unitOptions.filter(({ id }) => !units.includes(id))}
              value={null}
              onChange={(id) => id && onChange({ units: [...units, id] })}
            />
          )}
        </div>
        <div className="am-stack">
          <Chosen
            label={t('newsServicesField')}
            items={services.map((code) => ({ id: code, name: nameIn([...names.services, ...known], code) }))}
            readOnly={readOnly}
            onRemove={(code) => onChange({ services: services.filter((one) => one !== code) })}
          />
          {!readOnly && (
            <ComboBox
              key={services.join()}
              label={t('newsServicesAdd')}
              placeholder={t('newsServicesFind')}
              optional
              options={known.filter(({ id }) => !services.includes(id)).map(({ id, name }) => ({ id, label: `${name} ${id}` }))}
              value={null}
              onChange={(code) => code && onChange({ services: [...services, code] })}
            />
          )}
          <Chosen
            label={t('newsProgrammesField')}
            items={programmes.map((id) => ({ id, name: nameIn(names.programmes, id) }))}
            readOnly={readOnly}
            onRemove={(id) => onChange({ programmes: programmes.filter((one) => one !== id) })}
          />
          {!readOnly && (
            <ProgrammeField
              onAdd={(id) => {
                if (!programmes.includes(id)) onChange({ programmes: [...programmes, id] });
                onNames(names);
              }}
            />
          )}
        </div>
      </div>
    </section>
  );
}

function Chosen({
  label,
  items,
  readOnly,
  onRemove,
}: {
  readonly label: string;
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly readOnly: boolean;
  readonly onRemove: (id: string) => void;
}) {
  if (items.length === 0) return null;
  return (
    <div className="so-chosen">
      <p className="am-field__label">{label}</p>
      <ul aria-label={label}>
        {items.map(({ id, name }) => (
          <li key={id}>
            <span>{name}</span>
            {!readOnly && <IconButton icon="x" label={t('newsRemove', { name })} onClick={() => onRemove(id)} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A programme is added by the address of its page. */
export function ProgrammeField({ onAdd }: { readonly onAdd: (id: string) => void }) {
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const found = programmeOf(address);
    setWrong(!found);
    if (!found) return;
    onAdd(found.id);
    setAddress('');
  };
  return (
    <div className="so-add">
      <TextField
        label={t('newsProgrammeAddress')}
        hint={t('newsProgrammeAddressHint')}
        optional
        type="url"
        value={address}
        onChange={setAddress}
        error={wrong ? t('newsProgrammeWrong') : undefined}
      />
      <Button tone="second" onClick={add}>
        {t('newsProgrammeAdd')}
      </Button>
    </div>
  );
}

/** The whole catalogue, for a list that narrows while one types. */
async function allServices(signal: AbortSignal): Promise<{ id: string; name: string }[]> {
  const { services } = await dataOf(api.GET('/api/services/feed', { signal }));
  const language = document.documentElement.lang === 'en' ? 'en' : 'ar';
  return services.map(({ code, name }) => ({ id: code, name: name[language] }));
}
