import { ActError, Button, Notice, dataOf, formatMoment, useAct, useResource } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import { api } from '../api.ts';
import { Copied } from './copied.tsx';
import { t } from './messages.ts';

interface LinksPartProps {
  readonly programme: string;
  /** Whether links are made and withdrawn here. */
  readonly writable: boolean;
}

interface MadeLink {
  readonly note: string;
  readonly expiresAt: string;
  readonly withdrawnAt: string | null;
}

const lasting = { linkDay: 24, linkThreeDays: 72, linkWeek: 168, linkMonth: 720 } as const;
type Lasting = keyof typeof lasting;

/** Links that open a published programme to whoever has one, until a moment. */
export function LinksPart({ programme: id, writable }: LinksPartProps) {
  const at = { params: { path: { id } } };
  const links = useResource(async (signal) => (await dataOf(api.GET('/api/media/office/programmes/{id}/links', { signal, ...at }))).links, [id], {
    keep: true,
  });
  const [note, setNote] = useState('');
  const [hours, setHours] = useState<Lasting>('linkThreeDays');
  const [tried, setTried] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const act = useAct();
  const make = async () => {
    setTried(true);
    if (!note.trim()) return;
    const body = { note: note.trim(), hours: lasting[hours] };
    const made = await act.run(() => dataOf(api.POST('/api/media/office/programmes/{id}/links', { ...at, body })), t('linkMade'));
    if (!made) return;
    setAddress(made.address);
    setNote('');
    setTried(false);
    links.reload();
  };
  const withdraw = async (link: string) => {
    const gone = await act.run(
      async () => (await api.DELETE('/api/media/office/programmes/{id}/links/{link}', { params: { path: { id, link } } })).response.ok,
      t('linkWithdrawnDone'),
    );
    if (gone) links.reload();
  };
  return (
    <section className="mo-panel" aria-labelledby="mo-links">
      <h2 id="mo-links">{t('links')}</h2>
      <p className="am-caption">{t('linksText')}</p>
      {(links.status === 'error' || links.status === 'offline') && (
        <Notice tone="warn" title={t('linksLost')}>
          <Button tone="second" size="small" icon="refresh-cw" onClick={links.reload}>
            {t('again')}
          </Button>
        </Notice>
      )}
      {links.status === 'ready' && (
        <ul className="mo-list">
          {links.data.map((link) => (
            <li key={link.id} className="mo-track">
              <span>
                <strong>{link.note}</strong> <span className="am-caption">{standingOf(link)}</span>
              </span>
              {writable && works(link) && (
                <Button tone="quiet" size="small" busy={act.busy} onClick={() => void withdraw(link.id)}>
                  {t('linkWithdraw')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {address !== null && (
        <>
          <Notice tone="warn" title={t('linkOnce')} />
          <Copied label={t('linkAddress')} value={address} copy={t('linkCopy')} />
        </>
      )}
      {writable && (
        <>
          <TextField label={t('linkFor')} value={note} maxLength={200} error={tried && !note.trim() ? t('linkForMissing') : undefined} onChange={setNote} />
          <Select
            label={t('linkLasts')}
            options={(Object.keys(lasting) as Lasting[]).map((key) => ({ id: key, label: t(key) }))}
            value={hours}
            onChange={(chosen) => chosen && setHours(chosen as Lasting)}
          />
          <ActError act={act} />
          <div>
            <Button tone="second" icon="link" busy={act.busy} onClick={() => void make()}>
              {t('linkMake')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function works({ withdrawnAt, expiresAt }: MadeLink): boolean {
  return withdrawnAt === null && Date.parse(expiresAt) > Date.now();
}

function standingOf(link: MadeLink): string {
  if (link.withdrawnAt !== null) return t('linkWithdrawn', { moment: formatMoment(link.withdrawnAt) });
  return t(works(link) ? 'linkUntil' : 'linkOver', { moment: formatMoment(link.expiresAt) });
}
