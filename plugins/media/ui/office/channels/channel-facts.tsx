import { Definitions, Identifier } from '@amanah/ui';
import type { OfficeChannel } from '../../../shared/channels.ts';
import { t } from '../messages.ts';
import { nowWords } from './channels-page.tsx';

/** What is known of a channel and is not written by hand. */
export function ChannelFacts({ channel, unit }: { readonly channel: OfficeChannel; readonly unit: string }) {
  return (
    <section className="mo-panel" aria-labelledby="mo-facts">
      <h2 id="mo-facts">{t('channelFacts')}</h2>
      <Definitions
        items={[
          { term: t('channelNow'), value: nowWords(channel) },
          { term: t('columnKind'), value: t(channel.kind === 'audio' ? 'channelRadio' : 'channelVideo') },
          { term: t('unit'), value: unit },
          { term: t('channelFollowers'), value: channel.followers },
          { term: t('channelSlug'), value: <Identifier value={channel.slug} /> },
        ]}
      />
    </section>
  );
}
