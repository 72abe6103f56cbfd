import { createExtras } from './extra.ts'
import { open, type Opened, type Playhead } from './init.ts'
import { type InitOptions, optionsFromDataset } from './option.ts'
import { checkOptions } from './option-check.ts'
import { serves } from './press/worker.ts'
import { record, type RecordOptions } from './record.ts'
import type { Queue } from './session/queue.ts'

/** What the loader leaves behind: its script's data and the calls that were made before this script was there. */
interface Loaded {
  readonly q?: Queue<readonly unknown[]>
  readonly d?: Readonly<Record<string, string | undefined>>
}

if (!serves()) install()

function install(): void {
  const global = window as unknown as { playhead?: Loaded & Partial<Playhead> }
  // An element's id or name may be there.
  const loaded = global.playhead?.q instanceof Map ? global.playhead : undefined
  const script = document.currentScript as HTMLScriptElement | null
  const data = loaded?.d ?? script?.dataset
  const host = new URL(script?.src || window.location.href).origin
  const { attach, add } = createExtras(script?.src ?? '')
  // Without a key in sight this is the library alone. What the loader was asked for without a key says that it has none.
  const opened = data?.['key'] || loaded?.d ? open(add(optionsFromDataset(data!, host))) : null
  // Filled, not replaced: a site may have kept it.
  global.playhead = Object.assign(loaded ?? {}, opened?.playhead, {
    attach,
    init: (options: InitOptions) => open(add(checkOptions(options))).playhead,
    record: (options: RecordOptions) => record(add(options)),
  })
  if (opened && loaded) answer(loaded.q!, opened)
}

/** Makes the calls that wait, and from now on those of functions that a site took out of the loader's object. */
function answer(queue: Queue<readonly unknown[]>, { playhead, at, lose }: Opened): void {
  const call = (verb: string, args: readonly unknown[]): void => {
    const verbs = { ...playhead, ...playhead.consent } as unknown as Record<string, (...args: readonly unknown[]) => void>
    verbs[verb]!(...args)
  }
  for (const [verb, args, timeMs] of queue.values()) at(timeMs, () => call(verb, args))
  if (queue.n) lose(queue.n)
  queue.clear()
  queue.set = (_, [verb, args]) => {
    call(verb, args)
    return queue
  }
}
