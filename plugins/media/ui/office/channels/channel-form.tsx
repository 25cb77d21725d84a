import { ActError, Button, LinkButton, currentLanguage, dataOf } from '@amanah/ui';
import { Switch } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { OfficeChannel } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { Conflict } from '../conflict.tsx';
import { t } from '../messages.ts';
import { RemoveDialog } from '../remove-dialog.tsx';
import { useKeptForm } from '../use-kept-form.ts';
import { areComplete, WordsFields } from '../words-fields.tsx';
import { ChannelFacts } from './channel-facts.tsx';
import { ChannelPoster } from './channel-poster.tsx';
import { OpenPill } from './channels-page.tsx';

interface ChannelFormProps {
  readonly channel: OfficeChannel;
  readonly fillers: readonly { readonly id: string; readonly label: string }[];
  readonly unit: string;
  readonly reload: () => void;
}

const none = '-';

/** Words of a channel, what runs when nothing is planned, and whether people see it. */
export function ChannelForm({ channel, fillers, unit, reload }: ChannelFormProps) {
  const { slug, version, mayWrite, to } = channel;
  const [draft, setDraft] = useState({ title: channel.title, about: channel.about, filler: channel.filler?.id ?? null, open: channel.open });
  const [asking, setAsking] = useState(false);
  const at = { params: { path: { slug } } };
  const { changed, tried, saving, removing, note, save, remove, giveUp } = useKeptForm({
    complete: areComplete(draft),
    send: () => dataOf(api.PATCH('/api/media/office/channels/{slug}', { ...at, body: { version, ...draft } })),
    take: async () => (await api.DELETE('/api/media/office/channels/{slug}', { params: { ...at.params, query: { version } } })).response.ok,
    told: { saved: t('channelSaved'), removed: t('channelRemoved') },
    home: '/staff/media/channels',
    reload,
  });
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    note();
  };
  return (
    <div className="mo-work">
      <div className="mo-steps">
        <OpenPill open={channel.open} />
        <p className="mo-name">{channel.title[currentLanguage()]}</p>
        {changed && <span className="am-caption">{t('unsaved')}</span>}
        <div className="mo-acts">
          {channel.open && (
            <LinkButton tone="quiet" icon="eye" href={to}>
              {t('openPage')}
            </LinkButton>
          )}
          {mayWrite && !channel.open && (
            <Button tone="danger-second" icon="trash-2" onClick={() => setAsking(true)}>
              {t('remove')}
            </Button>
          )}
          <LinkButton tone="second" icon="calendar-days" href={`/staff/media/channels/${slug}/schedule`}>
            {t('schedule')}
          </LinkButton>
          {mayWrite && changed && (
            <Button busy={saving.busy} busyText={t('saving')} onClick={() => void save()}>
              {t('save')}
            </Button>
          )}
        </div>
      </div>
      <ActError act={saving} />
      <Conflict act={saving} onReload={giveUp} />
      <div className="mo-work__columns">
        <div className="mo-stack">
          <section className="mo-panel" aria-labelledby="mo-sending">
            <h2 id="mo-sending">{t('channelSending')}</h2>
            <Select
              label={t('channelFiller')}
              hint={t('channelFillerHint')}
              readOnly={!mayWrite}
              options={[{ id: none, label: t('channelFillerNone') }, ...fillers]}
              value={draft.filler ?? none}
              onChange={(id) => change({ filler: id === none ? null : id })}
            />
            <Switch checked={draft.open} readOnly={!mayWrite} onChange={(open) => change({ open })}>
              {t('channelOpenSwitch')}
            </Switch>
          </section>
          <WordsFields words={draft} tried={tried} readOnly={!mayWrite} onChange={change} />
        </div>
        <aside className="mo-stack">
          <ChannelFacts channel={channel} unit={unit} />
          {/* A new picture is a new version: what is typed is saved first. */}
          <ChannelPoster channel={channel} writable={mayWrite && !changed} reload={reload} />
        </aside>
      </div>
      {asking && (
        <RemoveDialog title={t('channelRemoveTitle')} text={t('channelRemoveText')} act={removing} onConfirm={remove} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}
