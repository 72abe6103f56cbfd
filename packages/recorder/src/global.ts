import { init, type Playhead } from './init.ts'
import { optionsFromDataset } from './option.ts'
import { record } from './record.ts'

/** What the loader leaves behind: its script's data and the calls that were made before this script was there. */
interface Loaded {
  readonly q?: readonly (readonly [path: string, args: readonly unknown[]])[]
  readonly d?: Readonly<Record<string, string | undefined>>
  readonly h?: string
}

const global = window as unknown as { playhead?: Loaded & Partial<Playhead> }
const loaded = global.playhead
const script = document.currentScript as HTMLScriptElement | null
const data = loaded?.d ?? script?.dataset
const host = loaded?.h ?? (script?.src ? new URL(script.src).origin : window.location.origin)
// Without a key in sight this is the library alone.
const playhead = data?.['key'] ? init(optionsFromDataset(data, host)) : null
global.playhead = { ...playhead, record, init } as unknown as Playhead
for (const [path, args] of loaded?.q ?? []) {
  let at: unknown = playhead
  for (const name of path.split('.')) at = (at as Record<string, unknown> | null)?.[name]
  if (typeof at === 'function') at(...args)
}
