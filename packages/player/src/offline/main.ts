import type { RecordingManifest, RecordingSource } from '@playhead/wire'
import { createPlayer } from '../player.ts'
import type { Player } from '../player-types.ts'
import { addBar } from './bar.ts'

/** What the file holds: a recording with its assets, base64, and the span that is shown. */
export interface OfflineRecording {
  readonly manifest: RecordingManifest
  readonly fromMs: number
  readonly toMs: number
  /** In the order of the manifest's. */
  readonly chunks: readonly string[]
  readonly assets: Readonly<Record<string, { readonly mime: string; readonly base64: string }>>
}

const textOf = (id: string): string => document.getElementById(id)!.textContent
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

function sourceOf({ manifest, chunks, assets }: OfflineRecording): RecordingSource {
  return {
    manifest,
    async loadChunk(wanted) {
      const at = manifest.chunks.findIndex(({ tab, seq }) => tab === wanted.tab && seq === wanted.seq)
      return bytesOf(chunks[at]!)
    },
    async loadAsset(hash) {
      const asset = Object.hasOwn(assets, hash) ? assets[hash] : undefined
      return asset ? { mime: asset.mime, bytes: bytesOf(asset.base64) } : null
    },
  }
}

/** For who draws it frame by frame: nothing but the page, and how to steer it. */
async function offer(player: Player, { fromMs, toMs }: OfflineRecording): Promise<void> {
  document.body.className = 'bare'
  await player.whenComplete
  await player.seek(fromMs)
  const { offsetWidth: width, offsetHeight: height } = document.querySelector('iframe')!
  Object.assign(globalThis, { playheadOffline: { fromMs, toMs, width, height, seek: (ms: number) => player.seek(ms) } })
}

async function start(): Promise<void> {
  const recording = JSON.parse(textOf('recording')) as OfflineRecording
  const container = document.getElementById('stage')!
  try {
    const player = await createPlayer({ container, source: sourceOf(recording), frameHtml: JSON.parse(textOf('frame')) as string })
    if (location.hash === '#draw') return await offer(player, recording)
    addBar(document.getElementById('bar')!, player, recording)
    await player.seek(recording.fromMs)
  } catch (error) {
    container.textContent = container.dataset['failure'] =
      `This recording cannot be shown: ${error instanceof Error ? error.message : String(error)}`
  }
}
void start()
