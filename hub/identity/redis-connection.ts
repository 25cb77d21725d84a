import type { Log } from '@amanah/plugin-api';
import { Redis } from 'ioredis';

/** Longest wait for one answer of Redis: a sign-in must fail or fall back while the visitor still waits. */
const answerMs = 2_000;

/** Identity's own connection: commands fail soon instead of waiting for a Redis that is gone, and the connection comes back by itself. */
export function openRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: answerMs, enableAutoPipelining: true, connectionName: 'amanah-identity' });
  redis.on('error', (error) => log.warn({ err: error }, 'redis is not reachable for sign-in state'));
  return redis;
}
