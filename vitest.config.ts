import { defineConfig } from 'vitest/config';

const everywhere = { exclude: ['**/node_modules/**', '**/dist/**', '**/.data/**'], hookTimeout: 120_000 };

export default defineConfig({
  test: {
    passWithNoTests: true,
    // Files start hubs, ports and folders of their own, and wait for deadlines, breakers and silences: four at a time keep two cores busy.
    maxWorkers: 4,
    projects: [
      {
        test: {
          ...everywhere,
          name: 'unit',
          include: ['{hub,shell,kit,plugins,adapters,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...everywhere.exclude, '**/*.db.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...everywhere,
          name: 'integration',
          include: ['{hub,shell,kit,plugins,adapters}/**/*.db.test.ts', 'tests/legacy/**/*.test.ts'],
          testTimeout: 60_000,
          globalSetup: ['kit/testing/global-setup.ts'],
        },
      },
      { test: { ...everywhere, name: 'architecture', include: ['tests/architecture/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          ...everywhere,
          name: 'system',
          include: ['tests/{e2e,faults,security}/**/*.test.ts'],
          testTimeout: 180_000,
          globalSetup: ['kit/testing/global-setup.ts'],
        },
      },
    ],
  },
});
