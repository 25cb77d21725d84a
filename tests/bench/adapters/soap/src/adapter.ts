import { defineAdapter } from '@amanah/adapter-api';
import { adapter as least } from '../../openapi/src/adapter.ts';

/** The same adapter under another protocol: its systems live in a process of their own. */
export const adapter = defineAdapter({ ...least, protocol: 'soap' });
