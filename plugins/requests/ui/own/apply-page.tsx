import { page } from '@amanah/ui';

export const lifecycles = page(() => null);
