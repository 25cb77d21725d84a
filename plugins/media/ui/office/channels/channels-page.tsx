import { Button, EmptyState, LinkButton, ResourceView, StatusPill, currentLanguage, dataOf, may, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { OfficeChannel } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { t } from '../messages.ts';
import { unitNames, writableUnits } from '../office-units.ts';
import { NewChannel } from './new-channel.tsx';
import '../office.css';

/** Channels of the units that the person works for, with what each sends now. */
export function ChannelsPage() {
  const language = currentLanguage();
  const [making, setMaking] = useState(false);
  const resource = useResource(async (signal) => {
    const [{ channels }, { units }] = await Promise.all([
      dataOf(api.GET('/api/media/office/channels', { signal })),
      dataOf(api.GET('/api/media/office/choices', { signal })),
    ]);
    return { channels: channels as readonly OfficeChannel[], units };
  }, []);
  return (
    <div className="mo-office">
      <div className="mo-bar mo-bar--end">
        <div className="mo-acts">
          <LinkButton tone="quiet" icon="list-video" href="/staff/media/playlists">
            {t('playlists')}
          </LinkButton>
          {may('media:channel.write') && (
            <Button icon="plus" onClick={() => setMaking(true)}>
              {t('channelNew')}
            </Button>
          )}
        </div>
      </div>
      <ResourceView resource={resource} rows={4}>
        {({ channels, units }) => {
          const names = unitNames(units);
          return (
            <>
              <Table
                label={t('channels')}
                rows={channels}
                rowKey={({ slug }) => slug}
                empty={
                  <EmptyState icon="radio" title={t('channelsNone')}>
                    {t('channelsNoneText')}
                  </EmptyState>
                }
                columns={[
                  {
                    id: 'title',
                    label: t('fieldTitle'),
                    rowHeader: true,
                    cell: ({ slug, title }) => (
                      <a className="mo-title" href={`/staff/media/channels/${slug}`}>
                        {title[language]}
                      </a>
                    ),
                  },
                  { id: 'open', label: t('columnState'), cell: ({ open }) => <OpenPill open={open} /> },
                  { id: 'kind', label: t('columnKind'), cell: ({ kind }) => t(kind === 'audio' ? 'channelRadio' : 'channelVideo') },
                  { id: 'now', label: t('channelNow'), cell: (one) => nowWords(one) },
                  { id: 'unit', label: t('unit'), cell: ({ unit }) => names.get(unit) ?? unit },
                  { id: 'followers', label: t('channelFollowers'), numeric: true, cell: ({ followers }) => followers },
                  {
                    id: 'schedule',
                    label: t('schedule'),
                    cell: ({ slug, title }) => (
                      <a href={`/staff/media/channels/${slug}/schedule`} aria-label={t('scheduleOf', { name: title[language] })}>
                        {t('scheduleOpen')}
                      </a>
                    ),
                  },
                ]}
              />
              {making && <NewChannel units={writableUnits(units)} onClose={() => setMaking(false)} />}
            </>
          );
        }}
      </ResourceView>
    </div>
  );
}

export function OpenPill({ open }: { readonly open: boolean }) {
  return (
    <StatusPill tone={open ? 'success' : 'neutral'} icon={open ? 'circle-check' : 'lock'}>
      {t(open ? 'channelOpen' : 'channelClosed')}
    </StatusPill>
  );
}

/** What a channel sends at this moment, in words. */
export function nowWords({ live, playing, now }: OfficeChannel): string {
  const language = currentLanguage();
  if (live) return t('channelLiveNow', { title: live.programme.title[language] });
  if (playing) return playing.programme.title[language];
  return now && now.kind !== 'filler' ? now.title[language] : t('channelSilent');
}
