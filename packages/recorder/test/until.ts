import { vi } from 'vitest'

/** Waits until `task` no longer throws, however busy the machine is. */
export const until = <T>(task: () => T): Promise<Awaited<T>> => vi.waitFor(task, { timeout: 45_000, interval: 50 }) as Promise<Awaited<T>>
