/** The part of qrcode-svg that is used here; the package has no types of its own. */
declare module 'qrcode-svg' {
  export default class QRCode {
    constructor(options: {
      content: string;
      padding?: number;
      width?: number;
      height?: number;
      color?: string;
      background?: string;
      ecl?: 'L' | 'M' | 'Q' | 'H';
      join?: boolean;
      container?: 'svg' | 'svg-viewbox' | 'g' | 'none';
      xmlDeclaration?: boolean;
    });
    svg(): string;
    /** What is drawn: columns of squares, dark where true. */
    readonly qrcode: { readonly modules: readonly (readonly boolean[])[] };
  }
}
