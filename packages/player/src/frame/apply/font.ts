import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'
import { adoptSheets } from '../style.ts'

/** A font that a script made is declared by CSS: its address is found as all addresses are. */
export function applyFont(scene: Scene, event: EventOf<'font'>): void {
  let descriptors: unknown = null
  try {
    descriptors = JSON.parse(event.descriptors)
  } catch {
    scene.miss('event', 'a font whose descriptors cannot be read', 0)
  }
  const declared = Object.entries(descriptors ?? {}).map(([name, value]) => `${propertyOf(name)}:${String(value)}`)
  const css = `@font-face{${[`font-family:"${event.family.replace(/["\\\n]/g, '\\$&')}"`, `src:${event.source}`, ...declared].join(';')}}`
  if (event.removed) scene.fonts.delete(css)
  else scene.fonts.add(css)
  adoptSheets(scene, 0)
  scene.dirty.tree = true
}

/** `weight` → `font-weight`, `unicodeRange` → `unicode-range`. */
const propertyOf = (name: string): string =>
  (/^(?:style|weight|stretch|feature)/.test(name) ? 'font-' : '') + name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
