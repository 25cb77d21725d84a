import { ActError, Button, Icon, StatusPill, dataOf, formatMoment, useAct, may, useResource, type Tone } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { useEffect, useState } from 'react';
import type { PostAnswer } from '../../shared/post-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';

/** While something is on its way it is looked at again after so many milliseconds. */
const lookAgainMs = 4_000;
const tones: Readonly<Record<PostAnswer['state'], Tone | 'neutral'>> = { waiting: 'info', out: 'success', gone: 'neutral', unknown: 'warn' };
const stateWords = { waiting: 'postStateWaiting', out: 'postStateOut', gone: 'postStateGone', unknown: 'postStateUnknown' } as const;
const decisionWords = { retry: 'postRetry', there: 'postThere', 'not-there': 'postNotThere', replace: 'postReplace' } as const;

type Decision = PostAnswer['may'][number];

interface PostsPartProps {
  readonly news: string;
  readonly version: number;
  /** On how many networks it is to be, now that it is out. */
  readonly expected: number;
}

/** Where an item stands on each network, how often its links were followed, and what a person decides where a network left a question. */
export function PostsPart({ news, version, expected }: PostsPartProps) {
  const posts = useResource(
    async (signal) => (await dataOf(api.GET('/api/social/office/news/{id}/posts', { signal, params: { path: { id: news } } }))).posts,
    [news, version],
    {
      keep: true,
    },
  );
  const seen = posts.status === 'ready' ? posts.data : [];
  // What was approved a moment ago has no posts yet.
  const moving =
    seen.length < expected || seen.some(({ act }) => act?.state === 'queued' || act?.state === 'sending' || (act?.state === 'unclear' && act.dueAt !== null));
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(posts.reload, lookAgainMs);
    return () => clearInterval(timer);
  }, [moving, posts.reload]);
  if (posts.status !== 'ready') return null;
  return (
    <section className="so-panel" aria-labelledby="so-posts">
      <h2 id="so-posts">{t('postPosts')}</h2>
      <ul className="so-networks" aria-live="polite">
        {posts.data.map((post) => (
          <PostLine key={post.id} post={post} reload={posts.reload} />
        ))}
      </ul>
    </section>
  );
}

function PostLine({ post, reload }: { readonly post: PostAnswer; readonly reload: () => void }) {
  const language = document.documentElement.lang === 'en' ? 'en' : 'ar';
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [address, setAddress] = useState('');
  const decide = async (decision: Decision) => {
    const body = { decision, ...(decision === 'there' && address && { address }) };
    if (await act.run(() => dataOf(api.POST('/api/social/office/posts/{id}/decision', { params: { path: { id: post.id } }, body })))) {
      setAsking(false);
      reload();
    }
  };
  return (
    <li className="so-network">
      <div className="so-network__head">
        <strong>{post.title[language]}</strong>
        <StatusPill tone={tones[post.state]}>{t(stateWords[post.state])}</StatusPill>
        {post.url && (
          <a className="am-link" href={post.url} target="_blank" rel="noopener noreferrer">
            {t('postSee')}
            <Icon name="external-link" size="sm" />
          </a>
        )}
        <span className="am-caption">{t('postClicks', { count: post.clicks })}</span>
      </div>
      {post.act?.problem && (
        <p className="am-caption">
          <strong>{post.act.problem.title}</strong>. {post.act.problem.action}
          {post.act.state === 'queued' && post.act.dueAt && <> {t('postAgainAt', { when: formatMoment(post.act.dueAt) })}</>}
        </p>
      )}
      {may('social:post.repeat') && post.may.length > 0 && (
        <div className="am-actions">
          {post.may.map((decision) => (
            <Button key={decision} tone="second" size="small" busy={act.busy} onClick={() => (decision === 'there' ? setAsking(true) : void decide(decision))}>
              {t(decisionWords[decision])}
            </Button>
          ))}
        </div>
      )}
      <ActError act={act} />
      <Dialog
        open={asking}
        title={t('postThere')}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button tone="second" onClick={() => setAsking(false)}>
              {t('newsCancel')}
            </Button>
            <Button busy={act.busy} onClick={() => void decide('there')}>
              {t('postThere')}
            </Button>
          </>
        }
      >
        <TextField label={t('postAddress')} hint={t('postAddressHint')} type="url" optional value={address} onChange={setAddress} />
      </Dialog>
    </li>
  );
}
