import { createExtras } from './extra.ts'
import { init, type Playhead } from './init.ts'
import { type InitOptions, optionsFromDataset } from './option.ts'
import { serves } from './press/worker.ts'
import { record, type RecordOptions } from './record.ts'

/** What the loader leaves behind: its script's data and the calls that were made before this script was there. */
interface Loaded {
  readonly q?: readonly (readonly [path: string, args: readonly unknown[]])[]
  readonly d?: Readonly<Record<string, string | undefined>>
}

if (!serves()) install()

function install(): void {
  const global = window as unknown as { playhead?: Loaded & Partial<Playhead> }
  const loaded = global.playhead
  const script = document.currentScript as HTMLScriptElement | null
  const data = loaded?.d ?? script?.dataset
  const host = new URL(script?.src || window.location.href).origin
  // Without a key in sight this is the library alone.
  const { attach, add } = createExtras(script?.src ?? '')
  const begin = (options: InitOptions): Playhead => init(add(options))
  // What the loader was asked for without a key says that it has none.
  const playhead = data?.['key'] || loaded?.d ? begin(optionsFromDataset(data!, host)) : null
  global.playhead = { ...playhead, attach, init: begin, record: (options: RecordOptions) => record(add(options)) } as unknown as Playhead
  for (const [path, args] of loaded?.q ?? []) {
    let at: unknown = playhead
    for (const name of path.split('.')) at = (at as Record<string, unknown> | null)?.[name]
    if (typeof at === 'function') at(...args)
  }
}
