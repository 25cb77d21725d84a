import { EmptyState, Icon, Identifier, LinkButton, ResourceView, Rows, StatusPill, dataOf, formatDualDate, useResource, type Row, type Tone } from '@amanah/ui';
import type { OwnDocument } from '../shared/own-documents.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const TONES: Readonly<Record<OwnDocument['state'], Tone | 'neutral'>> = { valid: 'success', expired: 'warn', replaced: 'neutral', withdrawn: 'danger' };
const KILOBYTE = 1_024;

/** The documents that were given to the person, newest first, each to be opened and checked. */
export function OwnPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/documents/', { signal })), []);
  return (
    <ResourceView resource={resource} rows={5}>
      {({ documents }) =>
        documents.length === 0 ? (
          <EmptyState icon="file-check" title={t('emptyTitle')} actions={<LinkButton href="/services">{t('toServices')}</LinkButton>}>
            {t('emptyText')}
          </EmptyState>
        ) : (
          <Rows label={t('ownTitle')} rows={documents.map(rowOf)} />
        )
      }
    </ResourceView>
  );
}

function rowOf(document: OwnDocument): Row {
  const { id, title, number, issuer, state, madeAt, validUntil, bytes, path, checkPath } = document;
  return {
    id,
    start: <Icon name="file-check" size="lg" />,
    title: (
      <>
        {title} <Identifier value={number} />
      </>
    ),
    meta: [
      issuer,
      `${t('issued')} ${formatDualDate(madeAt)}`,
      ...(validUntil ? [`${t('until')} ${formatDualDate(validUntil)}`] : []),
      t('size', { size: Math.ceil(bytes / KILOBYTE) }),
    ],
    end: (
      <>
        <StatusPill tone={TONES[state]}>{t(state)}</StatusPill>
        <a className="am-link" href={checkPath} aria-label={t('checkNamed', { title, number })}>
          {t('checkPage')}
        </a>
        {/* The browser's own viewer opens it: the shell must not take the address for a page. */}
        <a className="am-button am-button--second am-button--small" href={path} target="_blank" rel="noopener" aria-label={t('openNamed', { title, number })}>
          <Icon name="file-text" />
          {t('open')}
        </a>
      </>
    ),
  };
}
