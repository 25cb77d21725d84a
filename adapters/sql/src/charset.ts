import iconv from 'iconv-lite';
import type { Charset } from './config.ts';

const names: Readonly<Record<Charset, string>> = {
  'windows-1256': 'windows-1256',
  ar8mswin1256: 'windows-1256',
  'iso-8859-6': 'iso-8859-6',
  ar8iso8859p6: 'iso-8859-6',
  'windows-1252': 'windows-1252',
  we8mswin1252: 'windows-1252',
  'utf-8': 'utf-8',
};

/** Letters as they stand joined in a word (U+FB50–FDFF, U+FE70–FEFC): shapes of ordinary letters, which alone the old sets have. */
const presentationForms = /[\uFB50-\uFDFF\uFE70-\uFEFC]+/g;

export function decodeText(bytes: Buffer, charset: Charset): string {
  return iconv.decode(bytes, names[charset], { stripBOM: false });
}

/** Bytes of a text, presentation forms as their letters; or the first sign that the set does not have. */
export function encodeText(text: string, charset: Charset): { readonly bytes: Buffer } | { readonly unknown: string } {
  const folded = charset === 'utf-8' ? text : text.replace(presentationForms, (forms) => forms.normalize('NFKC'));
  const bytes = iconv.encode(folded, names[charset]);
  const back = decodeText(bytes, charset);
  if (back === folded) return { bytes };
  return { unknown: [...folded].find((sign) => decodeText(iconv.encode(sign, names[charset]), charset) !== sign) ?? folded };
}
