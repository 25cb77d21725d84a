export { createTestHub, type TestHub, type TestHubOptions } from './test-hub.ts';
export { CookieJar } from './cookie-jar.ts';
export { startTestDatabase, type TestDatabase } from './test-database.ts';
export { startTestRedis, type TestRedis } from './test-redis.ts';
export { freePort, untilListening } from './free-port.ts';
export { makeTestCertificate, type TestCertificate } from './test-certificate.ts';
export { checkNginxFolder, startTestNginx, writeNginxFolder, type TestNginx } from './test-nginx.ts';
export { startTestPostgres, type TestPostgres } from './test-postgres.ts';
export { RawWire, sendRaw, startRawUpstream, type RawUpstream } from './raw-http.ts';
