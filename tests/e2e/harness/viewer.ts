import type { RecordingManifest, RecordingSource } from '@playhead/wire'
import type { Page } from 'playwright-core'

/** What the pages of {@link startPlayerHost} have on their window. */
declare global {
  var PlayheadPlayer: typeof import('@playhead/player')
  var player: import('@playhead/player').Player
  /** The recording behind `/api/v1/projects/:id/sessions/:sid`, as a player wants it. */
  var sourceOf: (base: string) => Promise<RecordingSource>
}

export const defineSource = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const read = async (path: string): Promise<Response> => {
      const response = await fetch(path)
      if (!response.ok) throw new Error(`${path}: ${response.status}`)
      return response
    }
    globalThis.sourceOf = async (base) => ({
      manifest: (await (await read(`${base}/recording`)).json()) as RecordingManifest,
      loadChunk: async ({ tab, seq }) => new Uint8Array(await (await read(`${base}/chunks/${tab}/${seq}`)).arrayBuffer()),
      async loadAsset(hash) {
        const response = await fetch(`${base.replace(/\/sessions\/.*$/, '')}/assets/${hash}`)
        return response.ok
          ? { bytes: new Uint8Array(await response.arrayBuffer()), mime: response.headers.get('content-type') ?? '' }
          : null
      },
    })
  })

/** Creates `window.player` on the host page for a stored session, at the size of the window. */
export async function openRecording(
  page: Page,
  project: string,
  sessionId: string,
  options: { overlay: boolean },
): Promise<{ startedAtMs: number; durationMs: number }> {
  await defineSource(page)
  return page.evaluate(
    async ([base, overlay]) => {
      const container = document.getElementById('stage')!
      container.style.width = `${innerWidth}px`
      container.style.height = `${innerHeight}px`
      const source = await globalThis.sourceOf(base)
      globalThis.player = await globalThis.PlayheadPlayer.createPlayer({ container, source, frameUrl: '/frame.html', overlay })
      // Which of several tabs is looked at only all signals tell for sure.
      if (globalThis.player.tabs.length > 1) await globalThis.player.whenComplete
      return { startedAtMs: globalThis.player.startedAtMs, durationMs: globalThis.player.durationMs }
    },
    [`/api/v1/projects/${project}/sessions/${sessionId}`, options.overlay] as const,
  )
}
