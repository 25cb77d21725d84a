/** What a drawing process says of one task: the file, or why there is none. */
export type DrawingAnswer = { readonly made: Uint8Array } | { readonly problem: string };
