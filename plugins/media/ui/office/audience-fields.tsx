import { IconButton, currentLanguage, dataOf, useResource } from '@amanah/ui';
import { CheckboxGroup, RadioGroup } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import type { Audience, OfficeProgramme } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { ChannelField } from './channel-field.tsx';
import { t } from './messages.ts';

export interface Reach {
  readonly languages: readonly string[];
  readonly audience: Audience;
  readonly services: readonly string[];
  /** Slug of its channel; `null`: none. */
  readonly channel: string | null;
}

/** Languages that programmes of the Amanah are spoken in; others that a programme has are offered too. */
const spoken = ['ar', 'en', 'ur', 'hi', 'bn', 'fil'];

export function languageName(tag: string): string {
  return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(tag) ?? tag;
}

interface AudienceFieldsProps {
  readonly reach: Reach;
  readonly services: readonly NamedService[];
  /** Its channel as it was read. */
  readonly knownChannel?: OfficeProgramme['channel'];
  readonly readOnly?: boolean;
  readonly onChange: (part: Partial<Reach>) => void;
}

/** In which languages it is spoken, who may watch it, to which channel it belongs, and which services it is about. */
export function AudienceFields({
  reach: { languages, audience, services, channel },
  services: known,
  knownChannel = null,
  readOnly = false,
  onChange,
}: AudienceFieldsProps) {
  const nameOf = (code: string) => known.find(({ id }) => id === code)?.name ?? code;
  return (
    <section className="mo-panel" aria-labelledby="mo-reach">
      <h2 id="mo-reach">{t('reach')}</h2>
      <div className="mo-pair">
        <CheckboxGroup
          label={t('fieldLanguages')}
          value={languages}
          readOnly={readOnly}
          error={languages.length === 0 ? t('languagesMissing') : undefined}
          choices={[...new Set([...spoken, ...languages])].map((tag) => ({ id: tag, label: languageName(tag) }))}
          onChange={(chosen) => onChange({ languages: chosen })}
        />
        <RadioGroup
          label={t('fieldAudience')}
          value={audience}
          readOnly={readOnly}
          choices={[
            { id: 'everyone', label: t('audienceEveryone') },
            { id: 'signed-in', label: t('audienceSignedIn') },
            { id: 'unit', label: t('audienceUnit') },
          ]}
          onChange={(chosen) => onChange({ audience: chosen })}
        />
      </div>
      <ChannelField channel={channel} known={knownChannel} readOnly={readOnly} onChange={(slug) => onChange({ channel: slug })} />
      {services.length > 0 && (
        <ul className="mo-chosen" aria-label={t('fieldServices')}>
          {services.map((code) => (
            <li key={code}>
              <span>{nameOf(code)}</span>
              {!readOnly && (
                <IconButton
                  icon="x"
                  label={t('removeNamed', { name: nameOf(code) })}
                  onClick={() => onChange({ services: services.filter((one) => one !== code) })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <ComboBox
          key={`${known.length} ${services.join()}`}
          label={t('serviceAdd')}
          placeholder={t('serviceFind')}
          optional
          options={known.filter(({ id }) => !services.includes(id)).map(({ id, name }) => ({ id, label: `${name} ${id}` }))}
          value={null}
          onChange={(code) => code && onChange({ services: [...services, code] })}
        />
      )}
    </section>
  );
}

export interface NamedService {
  readonly id: string;
  readonly name: string;
}

/** The catalogue of services, for lists that narrow while one types; empty until it is there. */
export function useServices(): readonly NamedService[] {
  const found = useResource(async (signal) => {
    const { services } = await dataOf(api.GET('/api/services/feed', { signal }));
    const language = currentLanguage();
    return services.map(({ code, name }) => ({ id: code, name: name[language] }));
  }, []);
  return found.status === 'ready' ? found.data : [];
}
