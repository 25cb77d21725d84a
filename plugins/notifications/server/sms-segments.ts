/** Characters of GSM 03.38 that take one septet; those of the extension table take two. */
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
const extension = new Set('\f^{}\\[~]|€');

interface Measured {
  readonly encoding: 'gsm-7' | 'ucs-2';
  /** Septets, or 16-bit units. */
  readonly units: number;
  readonly segments: number;
}

/** How many messages a text makes on the wire: 160 or 70 characters alone, 153 or 67 in each of several. One letter of Arabic makes all of it UCS-2. */
export function measureSms(text: string): Measured {
  const characters = [...text];
  const septets = characters.every((one) => basic.has(one) || extension.has(one));
  if (septets)
    return segmented(
      'gsm-7',
      characters.map((one) => (extension.has(one) ? 2 : 1)),
      160,
      153,
    );
  return segmented(
    'ucs-2',
    characters.map((one) => one.length),
    70,
    67,
  );
}

/** A character is never divided between two messages, so that a part may stay one unit short. */
function segmented(encoding: Measured['encoding'], widths: readonly number[], alone: number, each: number): Measured {
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= alone) return { encoding, units, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > each) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return { encoding, units, segments };
}

/** The text within two parts (glossary, tone 16): a longer one ends at a word with an ellipsis. */
export function withinTwoSegments(text: string): string {
  if (measureSms(text).segments <= 2) return text;
  const words = text.split(' ');
  while (words.length > 1 && measureSms(`${words.join(' ')}…`).segments > 2) words.pop();
  const kept = [...words.join(' ')];
  while (measureSms(`${kept.join('')}…`).segments > 2) kept.pop();
  return `${kept.join('')}…`;
}
