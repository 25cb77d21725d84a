import type { NewDocument } from '../contract.ts';
import { envelopeOf } from '../server/envelope.ts';
import type { RenderTask } from '../server/rendering/render-task.ts';

export const dhahran = { ar: 'بلدية الظهران', en: 'Dhahran Municipality' };

/** The task of drawing a paper, as if it were made on a Monday in November. */
export function taskOf({ template, title, subject, validUntil, data }: NewDocument, changed: NewDocument['data'] = {}): RenderTask {
  return {
    template: `/${template.replace('/', '/documents/')}.typ`,
    madeAt: Date.UTC(2026, 10, 23, 6) / 1_000,
    envelope: envelopeOf(
      { title, number: subject, unit: dhahran, code: '7K3M9QXW2T', madeOn: '2026-11-23', validUntil, data: { ...data, ...changed } },
      new URL('https://hub.example.sa'),
    ),
  };
}
