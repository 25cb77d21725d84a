import type { Bilingual } from '@amanah/plugin-api';
import QRCode from 'qrcode-svg';
import { spacedCode } from './code.ts';
import { writtenDay, type WrittenDays } from './written-day.ts';

/** What every template finds in `envelope`, beside the data of its own paper. */
export interface Envelope {
  readonly title: Bilingual;
  readonly number: string;
  readonly unit: Bilingual;
  /** `7K3M9-QXW2T` */
  readonly code: string;
  /** Address of the page where a code is typed. */
  readonly address: string;
  /** Address in the QR. */
  readonly link: string;
  readonly qr: string;
  readonly madeOn: string;
  readonly validUntil: string | null;
  /** Every day that stands in the paper, in words. */
  readonly dates: Readonly<Record<string, WrittenDays>>;
  readonly data: Readonly<Record<string, unknown>>;
}

const night = '#092a1e';

export function envelopeOf(
  paper: Pick<Envelope, 'title' | 'number' | 'unit' | 'madeOn' | 'validUntil' | 'data'> & { readonly code: string },
  publicUrl: URL,
): Envelope {
  const link = new URL(`/v/${paper.code}`, publicUrl).href;
  const days = new Set([paper.madeOn, ...(paper.validUntil ? [paper.validUntil] : []), ...daysIn(paper.data)]);
  return {
    ...paper,
    code: spacedCode(paper.code),
    address: new URL('/v', publicUrl).href,
    link,
    qr: qrOf(link),
    dates: Object.fromEntries([...days].map((day) => [day, writtenDay(day)])),
  };
}

function qrOf(link: string): string {
  const options = { padding: 0, width: 100, height: 100, ecl: 'M', join: true, container: 'svg-viewbox', xmlDeclaration: false, color: night } as const;
  return new QRCode({ content: link, ...options }).svg();
}

/** Values of `day` anywhere in the data. */
function daysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'day' && typeof inner === 'string' ? [inner] : daysIn(inner)));
}
