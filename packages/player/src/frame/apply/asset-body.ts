import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

export function applyAssetBody(scene: Scene, event: EventOf<'assetBody'>): void {
  scene.assets.put(event.hash, event.mime, bytesFromBase64(event.base64))
}

export function bytesFromBase64(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}
