import { ActError, ApiProblem, Button, dataOf, may, useAct } from '@amanah/ui';
import { useEffect, useState } from 'react';
import type { NewsContent } from '../../shared/news.ts';
import type { NewsAtWork, NewsChoices } from '../../shared/news-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { History } from './history.tsx';
import { ItemSteps } from './item-steps.tsx';
import { LanguageColumn } from './language-column.tsx';
import { LinksPart } from './links-part.tsx';
import { NetworksPart } from './networks-part.tsx';
import { PhonePreview } from './phone-preview.tsx';
import { PicturePart } from './picture-part.tsx';
import { PostsPart } from './posts-part.tsx';

export interface ItemFormProps {
  readonly item: NewsAtWork;
  readonly choices: NewsChoices;
  readonly reload: () => void;
}

/** The text of an item while it is written, and the steps that lead on from it. */
export function ItemForm({ item, choices, reload }: ItemFormProps) {
  const [content, setContent] = useState<NewsContent>(item.content);
  const [pictures, setPictures] = useState(item.pictures);
  const [names, setNames] = useState({ services: item.services, programmes: item.programmes });
  const act = useAct();
  const writable = item.may.write;
  const changed = content !== item.content;
  const change = (part: Partial<NewsContent>) => setContent((before) => ({ ...before, ...part }));
  useWarning(changed);
  // What was saved or decided meanwhile is the text that is gone on with.
  useEffect(() => {
    setContent(item.content);
    setPictures(item.pictures);
    setNames({ services: item.services, programmes: item.programmes });
  }, [item]);

  const save = async () => {
    const saved = await act.run(
      () => dataOf(api.PUT('/api/social/office/news/{id}', { params: { path: { id: item.id } }, body: { version: item.version, content } })),
      t('newsSaved'),
    );
    if (saved) reload();
  };

  return (
    <div className="so-work">
      <ItemSteps item={item} content={content} changed={changed} saving={act} onSave={() => void save()} reload={reload} />
      <ActError act={act} />
      {act.error instanceof ApiProblem && act.error.problem.code === 'SOCIAL_NEWS_CHANGED' && (
        <div>
          <Button
            tone="second"
            icon="refresh-cw"
            onClick={() => {
              act.clear();
              reload();
            }}
          >
            {t('newsReload')}
          </Button>
        </div>
      )}
      <div className="so-work__columns">
        <div className="so-work__text">
          <div className="so-work__languages">
            {(['ar', 'en'] as const).map((language) => (
              <LanguageColumn
                key={language}
                language={language}
                item={item.id}
                content={content}
                pictures={pictures}
                sites={choices.sites}
                readOnly={!writable}
                onChange={change}
                onPicture={(picture) => setPictures((before) => [...before, picture])}
              />
            ))}
          </div>
          <PicturePart
            item={item.id}
            picture={content.picture}
            pictures={pictures}
            readOnly={!writable}
            onChange={(picture) => change({ picture })}
            onPicture={(picture) => setPictures((before) => [...before, picture])}
          />
          <LinksPart content={content} choices={choices} names={names} readOnly={!writable} onChange={change} onNames={setNames} />
          {may('social:post.read') && <NetworksPart content={content} readOnly={!writable} onChange={change} />}
        </div>
        <aside className="so-work__side">
          <PhonePreview content={content} pictures={pictures} unitName={nameOf(choices, content.unit)} names={names} />
          {may('social:post.read') && (
            <PostsPart news={item.id} version={item.version} expected={item.state === 'published' ? (item.content.networks?.length ?? 0) : 0} />
          )}
          <History steps={item.steps} />
        </aside>
      </div>
    </div>
  );
}

function nameOf({ units }: NewsChoices, id: string): string {
  return units.find((unit) => unit.id === id)?.name ?? id;
}

/** Leaving with changes that are not saved is asked about. */
function useWarning(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [changed]);
}
