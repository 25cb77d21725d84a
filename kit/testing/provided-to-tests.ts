import type {} from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the test run's PostgreSQL (database `amanah`). */
    postgresUrl: string;
    /** Data folder that hubs of the demo profile begin with; null where each makes its own. */
    preparedData: string | null;
  }
}
