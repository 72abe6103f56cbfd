import type { RecordingManifest } from '@playhead/wire'

/** What a page does with its player; what is here runs in the page. */
export interface Driver {
  open(): Promise<void>
  seek(ms: number): Promise<void>
  /** Frames shown in 3 s of playing from a moment. */
  play(fromMs: number, speed: number): Promise<number>
}
export type Scope = {
  PlayheadPlayer: typeof import('../../packages/player/src/index.ts')
  rrweb: {
    Replayer: new (
      events: unknown[],
      options: object,
    ) => { pause(ms: number): void; play(ms: number): void; setConfig(config: { speed: number }): void }
  }
  driver: Driver
}

export function ours(stored: boolean): void {
  const scope = globalThis as never as Scope
  let player: Awaited<ReturnType<Scope['PlayheadPlayer']['createPlayer']>>
  const load = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(path)).arrayBuffer())
  scope.driver = {
    async open() {
      const manifest = (await (await fetch(stored ? '/stored.json' : '/manifest.json')).json()) as RecordingManifest
      const source = {
        manifest,
        loadChunk: ({ seq }: { seq: number }) => load(`/${stored ? 'block' : 'chunk'}/${seq}`),
        loadCheckpoint: ({ seq }: { seq: number }) => load(`/checkpoint/${seq}`),
        loadAsset: async () => null,
      }
      player = await scope.PlayheadPlayer.createPlayer({
        container: document.querySelector<HTMLElement>('#stage')!,
        source,
        frameUrl: '/frame.html',
      })
    },
    seek: (ms) => player.seek(ms),
    async play(fromMs, speed) {
      await player.seek(fromMs)
      let frames = 0
      const end = player.on('shown', () => frames++)
      player.setSpeed(speed)
      player.play()
      await new Promise((resolve) => setTimeout(resolve, 3000))
      player.pause()
      end()
      return frames
    },
  }
}

export function theirs(): void {
  const scope = globalThis as never as Scope
  const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
  let replayer: InstanceType<Scope['rrweb']['Replayer']>
  scope.driver = {
    async open() {
      const events = (await (await fetch('/rrweb.json')).json()) as unknown[]
      replayer = new scope.rrweb.Replayer(events, { root: document.querySelector('#stage')!, mouseTail: false, showWarning: false })
      replayer.pause(0)
      await painted()
    },
    async seek(ms) {
      replayer.pause(ms)
      await painted()
    },
    async play(fromMs, speed) {
      replayer.pause(fromMs)
      await painted()
      replayer.setConfig({ speed })
      replayer.play(fromMs)
      let frames = 0
      const until = performance.now() + 3000
      const count = (): void => {
        frames++
        if (performance.now() < until) requestAnimationFrame(count)
      }
      requestAnimationFrame(count)
      await new Promise((resolve) => setTimeout(resolve, 3000))
      replayer.pause(fromMs)
      return frames
    },
  }
}
