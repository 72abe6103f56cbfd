import type { Page } from 'playwright-core'

/** What the pages of {@link startPlayerHost} have on their window. */
declare global {
  var PlayheadPlayer: typeof import('@playhead/player')
  var player: import('@playhead/player').Player
}

/** Creates `window.player` on the host page for a stored session, fed through the HTTP API. */
export async function openRecording(page: Page, project: string, sessionId: string, options: { overlay: boolean }): Promise<{ startedAtMs: number; durationMs: number }> {
  return page.evaluate(
    async ([base, overlay]) => {
      const { manifest, source } = await sourceOf(base)
      const stage = document.getElementById('stage')!
      const chunk = manifest.chunks[0]
      if (!chunk) throw new Error('a recording without chunks')
      stage.style.width = `${innerWidth}px`
      stage.style.height = `${innerHeight}px`
      globalThis.player = await globalThis.PlayheadPlayer.createPlayer({ container: stage, source, frameUrl: '/frame.html', overlay })
      return { startedAtMs: globalThis.player.startedAtMs, durationMs: globalThis.player.durationMs }

      async function sourceOf(url: string): Promise<{ manifest: import('@playhead/wire').RecordingManifest; source: import('@playhead/wire').RecordingSource }> {
        const read = async (path: string): Promise<Response> => {
          const response = await fetch(path)
          if (!response.ok) throw new Error(`${path}: ${response.status}`)
          return response
        }
        const recording = (await (await read(`${url}/recording`)).json()) as import('@playhead/wire').RecordingManifest
        return {
          manifest: recording,
          source: {
            manifest: recording,
            loadChunk: async ({ tab, seq }) => new Uint8Array(await (await read(`${url}/chunks/${tab}/${seq}`)).arrayBuffer()),
            async loadAsset(hash) {
              const response = await fetch(`${url.replace(/\/sessions\/.*$/, '')}/assets/${hash}`)
              if (!response.ok) return null
              return { bytes: new Uint8Array(await response.arrayBuffer()), mime: response.headers.get('content-type') ?? '' }
            },
          },
        }
      }
    },
    [`/api/v1/projects/${project}/sessions/${sessionId}`, options.overlay] as const,
  )
}
