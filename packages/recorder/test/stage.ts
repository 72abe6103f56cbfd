import type { EventOf, EventType, PlayheadEvent } from '@playhead/wire'
import { type RecordOptions, type Recording, record } from '../src/record.ts'
import { readEvents } from './rebuild.ts'

/** A piece of the page under test, recorded from now on. */
export interface Stage {
  find<T extends Element = HTMLElement>(selector: string): T
  /** All that was told until now. */
  all(): Promise<PlayheadEvent[]>
  allOf<T extends EventType>(type: T): Promise<EventOf<T>[]>
  stop(): Promise<void>
}

export function openStage(html: string, options: Partial<RecordOptions> = {}, prepare?: (stage: HTMLElement) => void): Stage {
  const chunks: Uint8Array[] = []
  const stage = document.createElement('div')
  stage.innerHTML = html
  document.body.append(stage)
  prepare?.(stage)
  const recording: Recording = record({ privacy: 'relaxed', assets: 'off', ...options, emit: (chunk) => void chunks.push(chunk) })
  const all = async (): Promise<PlayheadEvent[]> => {
    await recording.flush()
    return readEvents(chunks)
  }
  return {
    find: <T extends Element>(selector: string) => stage.querySelector<T>(selector)!,
    all,
    allOf: async <T extends EventType>(type: T) => (await all()).filter((event) => event.type === type) as unknown as EventOf<T>[],
    async stop() {
      await recording.stop()
      stage.remove()
    },
  }
}

/** After the next two pictures. */
export const frames = (): Promise<void> =>
  new Promise((resolve) => void requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))
