import { ActError, Button, dataOf, useAct, useResource } from '@amanah/ui';
import { useEffect, useState } from 'react';
import type { OfficeProgramme } from '../../../shared/programme.ts';
import { api } from '../../api.ts';
import { CutPart } from './cut-part.tsx';
import { FileChoice } from './file-choice.tsx';
import { t } from '../messages.ts';
import { sizeOf } from '../size.ts';
import { Meter, UploadProgress } from './upload-progress.tsx';
import { endUpload, startUpload, uploadOf } from './upload-run.ts';

const lookAgainMs = 2_000;

interface FilePartProps {
  readonly programme: OfficeProgramme;
  readonly writable: boolean;
  readonly reload: () => void;
}

/** The file of an uploaded programme: on its way, looked at, encoded. */
export function FilePart({ programme, writable, reload }: FilePartProps) {
  const { id, state, kind } = programme;
  const at = { params: { path: { id } } };
  const act = useAct();
  const [run, setRun] = useState(() => uploadOf(id));
  const upload = useResource((signal) => dataOf(api.GET('/api/media/office/programmes/{id}/upload', { signal, ...at })), [id, state], { keep: true });
  const work = useResource((signal) => dataOf(api.GET('/api/media/office/programmes/{id}/processing', { signal, ...at })), [id, state], { keep: true });
  const isWorking = state === 'transcoding' || (work.status === 'ready' && (work.data.state === 'waiting' || work.data.state === 'running'));
  useEffect(() => {
    if (!isWorking) return;
    const timer = setInterval(work.reload, lookAgainMs);
    return () => clearInterval(timer);
  }, [isWorking, work.reload]);
  if (upload.status !== 'ready' || work.status !== 'ready') return null;
  const { upload: latest, place } = upload.data;
  const arriving = latest?.state === 'arriving' ? latest : null;
  const open = state === 'uploading' || state === 'refused' || state === 'failed';
  const { original, progress, renditions } = work.data;
  const percent = Math.floor(progress * 100);

  const begin = (file: File) => setRun(startUpload(id, place.endpoint, file, arriving));
  const give = async () => {
    const done = await act.run(async () => {
      if (arriving) await endUpload(id, arriving.to);
      else await api.POST('/api/media/office/programmes/{id}/abandon', at);
      return true;
    }, t('uploadGivenUp'));
    setRun(null);
    if (done) reload();
    upload.reload();
  };
  const turn = async (way: 'cancel' | 'restart') => {
    const done = await act.run(() =>
      dataOf(
        way === 'cancel'
          ? api.POST('/api/media/office/programmes/{id}/processing/cancel', at)
          : api.POST('/api/media/office/programmes/{id}/processing/restart', at),
      ),
    );
    if (done) reload();
    work.reload();
  };

  return (
    <section className="mo-panel" aria-labelledby="mo-file">
      <h2 id="mo-file">{t('file')}</h2>
      {open && run && (
        <UploadProgress
          run={run}
          onSent={() => {
            setRun(null);
            reload();
          }}
        />
      )}
      {open && !run && writable && (
        <>
          <p className="am-caption">
            {arriving
              ? t('uploadWaits', { name: arriving.name, sent: sizeOf(arriving.received), bytes: sizeOf(arriving.bytes) })
              : t('uploadLimits', { most: sizeOf(place.maxBytes), free: sizeOf(place.freeBytes) })}
          </p>
          <FileChoice kind={kind} words={t(arriving ? 'uploadSame' : 'fileChoose')} onFile={begin} />
        </>
      )}
      {open && writable && (arriving || state === 'uploading') && (
        <div>
          <Button tone="danger-second" busy={act.busy} onClick={() => void give()}>
            {t('uploadGiveUp')}
          </Button>
        </div>
      )}
      {state === 'checking' && <p role="status">{t('checking')}</p>}
      {isWorking && (
        <>
          <Meter label={t('transcoding')} percent={percent} />
          <p className="am-caption" role="status">
            {t(work.data.state === 'waiting' ? 'transcodingWaits' : 'transcodingSoFar', { percent })}
          </p>
          {writable && (
            <div>
              <Button tone="danger-second" busy={act.busy} onClick={() => void turn('cancel')}>
                {t('transcodingCancel')}
              </Button>
            </div>
          )}
        </>
      )}
      {writable && (work.data.state === 'cancelled' || work.data.state === 'failed') && (
        <div>
          <Button tone="second" icon="rotate-ccw" busy={act.busy} onClick={() => void turn('restart')}>
            {t('transcodingRestart')}
          </Button>
        </div>
      )}
      <ActError act={act} />
      {original && (
        <p className="am-caption">
          <bdi>{original.name}</bdi> · {sizeOf(original.bytes)}
          {original.width && original.height && (
            <>
              {' '}
              · <bdi dir="ltr">{`${original.width}×${original.height}`}</bdi>
            </>
          )}
        </p>
      )}
      {renditions.length > 0 && (
        <ul className="mo-tags" aria-label={t('renditions')}>
          {renditions.map(({ name, width, height, bits }) => (
            <li key={name} className="am-tag">
              <bdi dir="ltr">{width && height ? `${height}p` : name}</bdi> {t('kilobits', { amount: Math.round(bits / 1_000) })}
            </li>
          ))}
        </ul>
      )}
      {writable && work.data.state === 'done' && <CutPart programme={programme} cut={work.data.cut} reload={reload} />}
    </section>
  );
}
