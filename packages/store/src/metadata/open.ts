import type { Metadata } from './metadata.ts'

/** Opens the metadata of a data directory, without its lock. */
export declare function openMetadata(options: { dir: string }): Metadata
