export { createTestHub, type TestHub, type TestHubOptions } from './test-hub.ts';
export { CookieJar } from './cookie-jar.ts';
export { startTestDatabase, type TestDatabase } from './test-database.ts';
export { startTestRedis, type TestRedis } from './test-redis.ts';
export { freePort } from './free-port.ts';
