import { Button, FilterField, ResourceView, currentLanguage, dataOf, useResource, useTyped } from '@amanah/ui';
import { useState } from 'react';
import type { OfficeProgramme } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { clockOf } from '../clock.ts';
import { t } from '../messages.ts';
import type { Listed } from './queue.ts';

const most = 8;

/** Published programmes found by words of their titles, each with a button that puts it at the end. */
export function ProgrammeSearch({ onAdd }: { readonly onAdd: (programme: Listed) => void }) {
  const language = currentLanguage();
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState('');
  const search = useTyped(typed);
  const found = useResource(
    async (signal) => {
      const query = { states: 'published', limit: most, ...(search ? { search } : {}) };
      const { programmes } = await dataOf(api.GET('/api/media/office/programmes', { signal, params: { query } }));
      return { programmes: programmes as readonly OfficeProgramme[] };
    },
    [search],
    { keep: true },
  );
  return (
    <div className="mo-encoder">
      <h3>{t('playlistAdd')}</h3>
      <FilterField label={t('playlistFind')} value={typed} onChange={setTyped} />
      <ResourceView resource={found} rows={3}>
        {({ programmes }) =>
          programmes.length === 0 ? (
            <p className="am-caption">{t('nothingFound')}</p>
          ) : (
            <ul className="mo-chosen" aria-label={t('playlistFound')}>
              {programmes.map((one) => (
                <li key={one.id}>
                  <span className="mo-queued">
                    <span className="mo-queued__title">{one.title[language]}</span>
                    <span className="am-caption">{t(one.kind === 'audio' ? 'kindAudio' : 'kindVideo')}</span>
                    {one.seconds !== null && (
                      <bdi className="am-caption" dir="ltr">
                        {clockOf(one.seconds)}
                      </bdi>
                    )}
                  </span>
                  <Button
                    tone="quiet"
                    size="small"
                    icon="plus"
                    aria-label={t('playlistAddNamed', { name: one.title[language] })}
                    onClick={() => {
                      onAdd(cardOf(one));
                      setSaid(t('playlistAdded', { name: one.title[language] }));
                    }}
                  >
                    {t('add')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </ResourceView>
      <p className="am-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

function cardOf({ id, kind, state, title, about, to, poster, seconds, since, services }: OfficeProgramme): Listed {
  return { id, kind, state, title, about, to, poster, seconds, since, services };
}
