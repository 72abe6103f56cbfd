export { me, type Me, setupRequest, type SetupRequest, signInRequest, type SignInRequest, user, type User } from './account.ts'
export { originFromAddress } from './address.ts'
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type NamedFile,
  type RecordingPart,
  type SessionEvent,
} from './client.ts'
export { type Clip, clip, clipRequest, type ClipRequest } from './clip.ts'
export { longestClipMs } from './clip-limit.ts'
export { type DemoVisit, demoVisit, demoVisitRequest, type DemoVisitRequest, demoVisitStarted } from './demo-visit.ts'
export { ApiError, errorBody, type ErrorBody, type ErrorCode, errorTable, isErrorCode, statusOf } from './error.ts'
export { type Environment, type LogLevel, logLevels, readEnvironment, type Role, roles } from './environment.ts'
export { erasureList, erasureReceipt, type ErasureReceipt, erasureRequest, type ErasureRequest } from './erasure.ts'
export { sayOverQuota, storage, type Storage, storageRequest, type StorageRequest, usedBytesOf } from './storage.ts'
export { htmlOf, importRecording, type OfflineOptions, type RecordingSink, rrwebOf, tellStored } from './exchange.ts'
export {
  backdrop,
  type Backdrop,
  backdropQuery,
  clickMap,
  type ClickMap,
  clickMapElement,
  type ClickMapElement,
  heatmapRequest,
  type HeatmapRequest,
  page,
  type Page,
  pageList,
  type PageList,
  pageRequest,
  type PageRequest,
} from './heatmap.ts'
export { note, type Note, noteList, noteRequest, type NoteRequest } from './note.ts'
export {
  origin,
  originsRequest,
  type OriginsRequest,
  project,
  type Project,
  projectDetail,
  type ProjectDetail,
  projectList,
  projectRequest,
  type ProjectRequest,
  projectStatus,
  type ProjectStatus,
  refusal,
  type Refusal,
} from './project.ts'
export { importResult, type ImportResult, recording, replayFrame, type ReplayFrame } from './recording.ts'
export { recordingSource } from './source.ts'
export { type Device, device, errorResponse, filter, instant, ok, projectId, range, type Range, recordingId } from './schema.ts'
export {
  session,
  type Session,
  sessionList,
  type SessionList,
  sessionSearchRequest,
  type SessionSearchRequest,
  sessionSort,
  type SessionSort,
} from './session.ts'
export { viewList, viewQuery } from './view.ts'
