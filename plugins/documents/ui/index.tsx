import { page } from '@amanah/ui';
import { OwnPage } from './own-page.tsx';
import './documents.css';

export const own = page(OwnPage);
/** Pages that the server writes whole. */
export const written = { mount: async () => {}, unmount: async () => {} };
