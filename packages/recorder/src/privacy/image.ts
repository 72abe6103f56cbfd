import type { Hash } from './hash.ts'
import type { Level } from './level.ts'
import { recordUrl } from './url.ts'

/** The size that a masked image takes up, and the source that the browser chose: attributes that the element itself lacks. */
export function imageAttributes(image: HTMLImageElement, level: Level, hash: Hash): Record<string, string> | null {
  const set: Record<string, string> = {}
  if (image.currentSrc && image.currentSrc !== image.src && !image.currentSrc.startsWith('data:'))
    set['src'] = recordUrl(image.currentSrc, hash)
  if (level > 2 && image.naturalWidth && !image.hasAttribute('width') && !image.hasAttribute('height')) {
    set['width'] = String(image.naturalWidth)
    set['height'] = String(image.naturalHeight)
  }
  return set['src'] || set['width'] ? set : null
}
