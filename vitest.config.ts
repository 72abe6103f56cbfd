import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArguments, findChromiumShell } from './packages/chromium/src/index.ts'

// Those who have none can still run what needs none.
const executablePath = findChromiumShell()

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{packages,apps}/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [
            '**/*.browser.test.ts',
            '**/node_modules/**',
            'tests/{attack,e2e,faults,host,privacy,probe,fidelity,loss,first-party}/**',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Nothing here changes what the next file finds: a process for each would only cost time.
          isolate: false,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          // A room's built files, servers and browsers: slower, and not part of `npm run check`.
          name: 'system',
          environment: 'node',
          include: ['{packages,apps}/*/test/**/*.test.ts', 'tests/{loss,first-party}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          // Many pages, each looked at by itself in a browser that mostly waits: two files at a time.
          name: 'corpus',
          environment: 'node',
          include: ['tests/{attack,fidelity,host,privacy,probe}/**/*.test.ts'],
          testTimeout: 180_000,
          // All pages of a file are visited before its tests look at what was told.
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          // Servers that are killed, overloaded and waited for: one file after the other.
          name: 'e2e',
          environment: 'node',
          include: ['tests/{e2e,faults}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['{packages,apps}/**/*.browser.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...chromiumArguments] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
