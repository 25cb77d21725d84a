import { createApi } from '@amanah/ui';
import type { paths } from '@amanah/ui/api-types';

/** The hub's API with the types of its routes, which `npm run build` writes. */
export const api = createApi<paths>();
