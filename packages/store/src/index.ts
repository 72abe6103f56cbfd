export { type BackupResult, createBackup } from './backup/create.ts'
export { restoreBackup } from './backup/restore.ts'
export type { Device, SessionRow, Signal, SignalKind } from '@playhead/analysis'
export type { Extent } from './catalog/catalog.ts'
export { StoreError, type StoreErrorCode } from './error.ts'
export type { ErasureReceipt, Metadata, Note, Project, Refusal, Role, TokenOwner, User } from './metadata/metadata.ts'
export type { ClickMap, ClickMapElement } from './question/click-map.ts'
export type { PageRow } from './question/pages.ts'
export type { Range } from './question/range.ts'
export type {
  AppendResult,
  Asset,
  AssetState,
  AssetVault,
  Backdrop,
  IncomingChunk,
  ProjectStatus,
  SessionPage,
  SessionSearch,
  SessionSort,
  Store,
  StoreOptions,
} from './store.ts'
export type { ErasureSubject } from './erasure/erase.ts'
export type { FinishOutcome } from './recording/finisher.ts'
export type { StorageReport } from './retention/keep.ts'
export type { PartName, Recordings, RecordingState } from './recording/shelf.ts'
export { openDirectoryReader } from './log/directory.ts'
export { findDirHolder } from './lock.ts'
export { makePrivateDir } from './private-dir.ts'
export { holdsRecord } from './log/record.ts'
export { type LogVerdict, verifyLog } from './log/verify.ts'
export { type ClickHousePlace, describeClickHouse } from './index/clickhouse.ts'
export { describeSqlite } from './sqlite.ts'
export { type MetadataPlace, openMetadata } from './metadata/open.ts'
export { openStore } from './open.ts'
export { openClusterReader } from './cluster/reader.ts'
export type { LogReader } from './log/chunk-log.ts'
export { clusterPlaceOf } from './cluster/place.ts'
export { inflateSignals } from './signal-lane.ts'
