import { createApi } from '@amanah/ui';
import type { paths } from '@amanah/ui/api-types';

/** Typed client of the hub's routes. */
export const api = createApi<paths>();
