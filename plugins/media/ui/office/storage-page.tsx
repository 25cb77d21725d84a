import { ResourceView, currentLanguage, dataOf, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { api } from '../api.ts';
import { t } from './messages.ts';
import { sizeOf } from './size.ts';
import { Meter } from './upload/upload-progress.tsx';
import './office.css';

const kindNames = {
  original: 'storageOriginal',
  upload: 'storageUpload',
  rendition: 'storageRendition',
  recording: 'storageRecording',
  picture: 'storagePicture',
  waveform: 'storageWaveform',
} as const;

/** What the programmes take of the store. */
export function StoragePage() {
  const language = currentLanguage();
  const resource = useResource(async (signal) => {
    const [report, { units }] = await Promise.all([
      dataOf(api.GET('/api/media/office/storage', { signal })),
      dataOf(api.GET('/api/media/office/choices', { signal })),
    ]);
    return { report, names: new Map(units.map(({ id, name }) => [id, name[language]])) };
  }, []);
  return (
    <ResourceView resource={resource} rows={6}>
      {({ report: { quotaBytes, units, kinds, programmes, orphaned, missing }, names }) => (
        <div className="mo-stack">
          <section className="mo-panel" aria-labelledby="mo-units">
            <h2 id="mo-units">{t('storageUnits')}</h2>
            {units.length === 0 && <p className="am-caption">{t('storageNone')}</p>}
            {units.map(({ unit, bytes }) => {
              const name = names.get(unit) ?? unit;
              return (
                <div key={unit} className="mo-stack mo-tight">
                  <p>
                    {name} · {t('storageOf', { bytes: sizeOf(bytes), quota: sizeOf(quotaBytes) })}
                  </p>
                  <Meter label={name} percent={Math.min(100, Math.round((bytes / quotaBytes) * 100))} />
                </div>
              );
            })}
            <dl className="mo-figures">
              {kinds.map(({ kind, bytes }) => (
                <div key={kind}>
                  <dt>{kind in kindNames ? t(kindNames[kind as keyof typeof kindNames]) : kind}</dt>
                  <dd>{sizeOf(bytes)}</dd>
                </div>
              ))}
              {orphaned && (
                <div>
                  <dt>{t('storageOrphaned')}</dt>
                  <dd>{sizeOf(orphaned.bytes)}</dd>
                </div>
              )}
              {missing && (
                <div>
                  <dt>{t('storageMissing')}</dt>
                  <dd>{missing.files}</dd>
                </div>
              )}
            </dl>
          </section>
          <Table
            label={t('storageLargest')}
            rows={programmes}
            rowKey={({ id }) => id}
            columns={[
              {
                id: 'title',
                label: t('fieldTitle'),
                rowHeader: true,
                cell: ({ id, title }) => (
                  <a className="mo-title" href={`/staff/media/programmes/${id}`}>
                    {title[language]}
                  </a>
                ),
              },
              { id: 'unit', label: t('unit'), cell: ({ unit }) => names.get(unit) ?? unit },
              { id: 'bytes', label: t('factSize'), numeric: true, cell: ({ bytes }) => sizeOf(bytes) },
              { id: 'original', label: t('storageOriginal'), numeric: true, cell: ({ originalBytes }) => sizeOf(originalBytes) },
            ]}
          />
        </div>
      )}
    </ResourceView>
  );
}
