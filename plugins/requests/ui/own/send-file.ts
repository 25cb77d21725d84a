import { readProblem } from '@amanah/ui';
import type { SentFileAnswer } from '../../shared/answers/attachment-answers.ts';
import type { SendFile } from '../forms/form-place.ts';
import { t } from '../forms/messages.ts';

/** Sends files to an address of the hub, with what has gone so far; refuses with the hub's words, or says that it did not get there. */
export function sendFileTo(address: string): SendFile {
  return (file, field, _rules, onPercent) =>
    new Promise((resolve, reject) => {
      // `fetch` does not tell how much of a body has gone.
      const call = new XMLHttpRequest();
      call.open('POST', `${address}?field=${encodeURIComponent(field)}`);
      call.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
      call.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
      call.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
        if (lengthComputable) onPercent(Math.round((100 * loaded) / total));
      });
      call.addEventListener('load', () => {
        if (call.status === 200) return resolve(JSON.parse(call.responseText) as SentFileAnswer);
        const headers = { 'content-type': call.getResponseHeader('content-type') ?? '' };
        return void readProblem(new Response(call.responseText, { status: call.status, headers })).then(({ problem }) =>
          reject(new Error([problem.title, problem.detail].filter(Boolean).join(' ') || t('formUploadFailed'))),
        );
      });
      call.addEventListener('error', () => reject(new Error(t('formUploadFailed'))));
      call.send(file);
    });
}
