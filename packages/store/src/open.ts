import type { Store, StoreOptions } from './store.ts'

/** Opens the data directory, takes its lock, recovers the log and starts the index. */
export declare function openStore(options: StoreOptions): Promise<Store>
