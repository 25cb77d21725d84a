declare module 'subset-font' {
  /** Cuts a font to the given letters. */
  export default function subsetFont(font: Uint8Array, letters: string, options: { targetFormat: 'woff2' }): Promise<Uint8Array>;
}
