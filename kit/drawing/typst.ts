import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { Resvg } from '@resvg/resvg-js';

/** Rounds after which Typst forgets what it kept: without forgetting it keeps a megabyte of each drawing for ever. */
const keptRounds = 5;
const weights = ['400Regular', '500Medium', '600SemiBold', '700Bold'] as const;

/** Lays out templates of Typst with faces of our own; nothing is taken from the machine. For a process of its own: it works without a pause. */
export class Typst {
  readonly #compiler: NodeCompiler;

  /** `workspace`: folder that templates may read. */
  constructor(workspace: URL, fonts: readonly Buffer[]) {
    this.#compiler = NodeCompiler.create({ workspace: fileURLToPath(workspace), fontArgs: [{ fontBlobs: [...fonts] }] });
  }

  /** A template as PDF of a standard such as `a-2a`, made at a moment in Unix seconds. @throws Error with what Typst said */
  pdf(template: URL, inputs: Readonly<Record<string, string>>, options: { readonly standard: 'a-2a'; readonly madeAt: number }): Uint8Array {
    return this.#lay(template, inputs, (paper) => this.#compiler.pdf(paper, { pdfStandard: options.standard, creationTimestamp: options.madeAt }));
  }

  /** The first page of a template as PNG of so many pixels across. @throws Error with what Typst said */
  png(template: URL, inputs: Readonly<Record<string, string>>, width: number): Uint8Array {
    const svg = this.#lay(template, inputs, (paper) => this.#compiler.plainSvg(paper));
    // Letters are outlines by now: no face of the machine is asked for.
    return new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } }).render().asPng();
  }

  #lay<Made>(template: URL, inputs: Readonly<Record<string, string>>, finish: (paper: NodeTypstDocument) => Made): Made {
    try {
      const compiled = this.#compiler.compile({ mainFilePath: fileURLToPath(template), inputs: { ...inputs } });
      const { result } = compiled;
      if (result) return finish(result);
      const error = compiled.takeError();
      // Its errors keep their words apart.
      throw new Error(error ? JSON.stringify(this.#compiler.fetchDiagnostics(error)) : 'no reason given');
    } finally {
      this.#compiler.evictCache(keptRounds);
    }
  }
}

/** IBM Plex Sans Arabic in the four weights of the portal; it has Latin letters too. */
export function plexFonts(): Buffer[] {
  const { resolve } = createRequire(import.meta.url);
  return weights.map((weight) => readFileSync(resolve(`@expo-google-fonts/ibm-plex-sans-arabic/${weight}/IBMPlexSansArabic_${weight}.ttf`)));
}
