import { definePlugin } from '@amanah/plugin-api';
import { manifest } from '../manifest.ts';

/** The gallery has nothing to serve: it is a page of the kit's components. */
export default definePlugin({
  manifest,
  setup() {
    return undefined;
  },
});
