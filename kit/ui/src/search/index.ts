export { SearchField } from './search-field.tsx';
export type { SearchFieldProps, SearchResult } from './search-field.tsx';
