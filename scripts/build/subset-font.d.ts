declare module 'subset-font' {
  /** A font with only the glyphs of `text`, in the wanted format. */
  export default function subsetFont(font: Uint8Array, text: string, options: { readonly targetFormat: 'woff2' | 'sfnt' }): Promise<Buffer>;
}
