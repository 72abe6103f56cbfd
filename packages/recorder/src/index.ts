import { serves } from './press/worker.ts'

serves()

export { init, type Playhead, type PlayheadStatus } from './init.ts'
export type { AssetPolicy, CaptureOptions, InitOptions } from './option.ts'
export type { PrivacyName, PrivacyRule } from './privacy/level.ts'
export { type Recording, record, type RecordOptions } from './record.ts'
export type { Extra } from './scope.ts'
export type { SamplingRule } from './trigger/choice.ts'
