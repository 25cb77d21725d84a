import { definePlugin } from '@amanah/plugin-api';
import { manifest } from '../manifest.ts';

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup() {
    return undefined;
  },
});
