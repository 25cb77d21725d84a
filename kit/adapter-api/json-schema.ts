/** JSON Schema 2020-12, as adapters describe what goes in and comes out. Binary values are strings with `contentEncoding: base64`. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };
