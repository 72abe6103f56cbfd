import type { Frame } from './open-frame.ts'
import { nameLimit } from './protocol.ts'
import type { Recording } from './recording.ts'

/** Hands one frame the assets that it needs, and tells it their names. */
export interface AssetDesk {
  sendNames(): void
  sendAssets(hashes: readonly string[]): void
}

export function createAssetDesk(frame: Frame, recording: Recording, onMissing: (hash: string) => void): AssetDesk {
  const sent = new Map<string, string>()
  async function send(hash: string): Promise<void> {
    const asset = await recording.loadAsset(hash).catch(() => null)
    if (!asset) onMissing(hash)
    frame.send({ type: 'asset', hash, mime: (asset?.mime ?? '').slice(0, 256), bytes: asset?.bytes ?? null })
  }
  return {
    sendAssets: (hashes) => hashes.forEach((hash) => void send(hash)),
    sendNames() {
      const entries: [string, string][] = []
      // One that no recorder writes would have the frame refuse all.
      for (const [url, hash] of recording.names)
        if (sent.get(url) !== hash && url.length <= nameLimit.url && hash.length <= nameLimit.hash) entries.push([url, hash])
      for (const [url, hash] of entries) sent.set(url, hash)
      for (let at = 0; at < entries.length; at += 50_000) frame.send({ type: 'name', entries: entries.slice(at, at + 50_000) })
    },
  }
}
