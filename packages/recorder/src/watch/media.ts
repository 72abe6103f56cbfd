import { findAll } from '../dom/find.ts'
import { native } from '../native.ts'
import type { Scope } from '../scope.ts'

const happenings = 'play playing waiting pause ratechange seeked volumechange ended emptied'

/** What videos and sounds do: never what they show. */
export function watchMedia(scope: Scope): void {
  const { document } = scope
  const changed = new Set<HTMLMediaElement>()
  const request = scope.onFrame(() => {
    for (const media of changed) {
      const id = scope.idOf(media)
      const { paused, ended, readyState, currentTime, playbackRate: rate, volume, muted, srcObject } = media
      const playing = !paused && !ended && readyState > 2
      if (id) scope.emit({ type: 'media', id, playing, atMs: Math.round(currentTime * 1000), rate, volume, muted, stream: !!srcObject })
    }
    changed.clear()
  })
  const note = ({ target }: Event): void => {
    if (!(target as Partial<HTMLMediaElement>).canPlayType) return
    changed.add(target as HTMLMediaElement)
    request()
  }
  scope.listen(document, happenings, note)
  // These events do not leave a shadow tree. The signal lets go of an element that the page has let go of.
  const end = new AbortController()
  scope.onStop(() => end.abort())
  const known = new WeakSet<Node>()
  scope.onArrive.push((roots) => {
    for (const media of findAll(roots, 'video,audio') as Iterable<HTMLMediaElement>) {
      if (media.getRootNode().nodeType === 11 && !known.has(media)) {
        known.add(media)
        for (const type of happenings.split(' ')) native(media, 'addEventListener')(type, scope.guard.wrap(note), { signal: end.signal })
      }
      if (media.srcObject || media.currentTime || !media.paused) changed.add(media)
    }
    if (changed.size) request()
  })
}
