import { Notice, StatusPill, dataOf, useResource } from '@amanah/ui';
import { Checkbox, TextArea } from '@amanah/ui/fields';
import { useEffect, useState } from 'react';
import type { NewsContent } from '../../shared/news.ts';
import type { NetworkAnswer, Preview } from '../../shared/post-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';

interface NetworksPartProps {
  readonly content: NewsContent;
  readonly readOnly: boolean;
  readonly onChange: (part: Partial<NewsContent>) => void;
}

/** Until typing rests for so many milliseconds no new previews are asked for. */
const restMs = 500;

/** On which networks an item is to appear, its words there, and how each will show them. */
export function NetworksPart({ content, readOnly, onChange }: NetworksPartProps) {
  const networks = useResource(async (signal) => (await dataOf(api.GET('/api/social/office/networks', { signal }))).networks, []);
  const previews = usePreviews(content);
  const chosen = content.networks ?? [];
  const set = (id: string, words: string | null | undefined) => {
    const others = chosen.filter((one) => one.id !== id);
    onChange({ networks: words === undefined ? others : [...others, { id, words }] });
  };
  if (networks.status !== 'ready') return null;
  return (
    <section className="so-panel" aria-labelledby="so-networks">
      <h2 id="so-networks">{t('postNetworks')}</h2>
      {content.audience === 'everyone' ? <p className="am-caption">{t('postNetworksHint')}</p> : <Notice tone="info" title={t('postForOfficials')} />}
      <ul className="so-networks">
        {networks.data.map((network) => (
          <NetworkChoice
            key={network.id}
            network={network}
            words={chosen.find(({ id }) => id === network.id)?.words}
            preview={previews.find((one) => one.network === network.id)}
            readOnly={readOnly || content.audience !== 'everyone'}
            onWords={(words) => set(network.id, words)}
          />
        ))}
      </ul>
    </section>
  );
}

interface NetworkChoiceProps {
  readonly network: NetworkAnswer;
  /** `undefined`: not chosen; `null`: composed of title and summary. */
  readonly words: string | null | undefined;
  readonly preview: Preview | undefined;
  readonly readOnly: boolean;
  readonly onWords: (words: string | null | undefined) => void;
}

function NetworkChoice({ network, words, preview, readOnly, onWords }: NetworkChoiceProps) {
  const language = document.documentElement.lang === 'en' ? 'en' : 'ar';
  const title = network.title[language];
  return (
    <li className="so-network">
      <div className="so-network__head">
        <Checkbox checked={words !== undefined} disabled={readOnly} onChange={(on) => onWords(on ? null : undefined)}>
          {title}
        </Checkbox>
        {network.account && <bdi className="am-caption am-id">{network.account}</bdi>}
        {network.paused && <StatusPill tone="neutral">{t('postPaused')}</StatusPill>}
        {network.problem && <StatusPill tone="danger">{network.problem.title}</StatusPill>}
      </div>
      {words !== undefined && (
        <>
          <Checkbox checked={words !== null} disabled={readOnly} onChange={(own) => onWords(own ? '' : null)}>
            {t('postOwnWords')}
          </Checkbox>
          {words !== null && (
            <TextArea
              label={t('postWordsFor', { network: title })}
              hint={t('postLinkHint')}
              value={words}
              readOnly={readOnly}
              onChange={onWords}
              maxLength={5_000}
            />
          )}
          {preview && (
            <figure className="so-post">
              <figcaption className="am-caption">
                {t('postPreview')} ·{' '}
                <span className={preview.fits ? undefined : 'so-post__long'}>{t('postLength', { length: preview.length, most: preview.most })}</span>
              </figcaption>
              <p dir="auto">{preview.words}</p>
            </figure>
          )}
        </>
      )}
    </li>
  );
}

/** How the item will read on each network, as the server composes and counts it. */
function usePreviews({ title, summary, networks = [] }: NewsContent): readonly Preview[] {
  const [previews, setPreviews] = useState<readonly Preview[]>([]);
  const asked = JSON.stringify({ title, summary, networks });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void dataOf(
        api.POST('/api/social/office/previews', {
          body: JSON.parse(asked) as { title: typeof title; summary: typeof summary; networks: typeof networks },
          signal: abort.signal,
        }),
      )
        .then((answer) => setPreviews(answer.previews))
        // What cannot be shown beforehand is checked again when it is saved.
        .catch(() => setPreviews([]));
    }, restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  return previews;
}
