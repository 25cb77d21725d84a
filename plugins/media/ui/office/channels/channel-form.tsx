import { ActError, Button, LinkButton, currentLanguage, dataOf, navigate, useAct } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { Switch } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { OfficeChannel } from '../../../shared/channels.ts';
import { api } from '../../api.ts';
import { Conflict } from '../conflict.tsx';
import { t } from '../messages.ts';
import { useWarning } from '../use-warning.ts';
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
  const [changed, setChanged] = useState(false);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const saving = useAct();
  const removing = useAct();
  useWarning(changed);
  const at = { params: { path: { slug } } };
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setChanged(true);
  };
  const save = async () => {
    setTried(true);
    if (!areComplete(draft)) return;
    const saved = await saving.run(() => dataOf(api.PATCH('/api/media/office/channels/{slug}', { ...at, body: { version, ...draft } })), t('channelSaved'));
    if (!saved) return;
    setChanged(false);
    reload();
  };
  const remove = async () => {
    const gone = await removing.run(
      async () => (await api.DELETE('/api/media/office/channels/{slug}', { params: { path: { slug }, query: { version } } })).response.ok,
      t('channelRemoved'),
    );
    if (gone) navigate('/staff/media/channels');
  };
  const giveUp = () => {
    saving.clear();
    setChanged(false);
    reload();
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
        <ActDialog
          title={t('channelRemoveTitle')}
          act={removing}
          confirm={t('remove')}
          keep={t('cancel')}
          danger
          onConfirm={() => void remove()}
          onClose={() => {
            removing.clear();
            setAsking(false);
          }}
        >
          <p>{t('channelRemoveText')}</p>
        </ActDialog>
      )}
    </div>
  );
}
