export { type Device, deviceOf, devices } from './device.ts'
export type { SessionRow } from './session-row.ts'
export { type Signal, type SignalKind, signalKinds } from './signal.ts'
