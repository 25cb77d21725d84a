// Imported for its effect: what Node.js compiles is kept between starts, so that a command is there in half the time. In the checkout, where nobody else may write.
import { fileURLToPath } from 'node:url';

process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled/', import.meta.url));
