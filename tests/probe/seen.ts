import {
  createDocumentModel,
  type DocumentModel,
  type EventOf,
  type EventType,
  openLane,
  type PlayheadEvent,
  readChunk,
} from '@playhead/wire'

type ModelNode = DocumentModel['document']
/** A field's value, a pattern of it, or a question about it. `of`: the `id` attribute of the element that the event is about. */
type Wanted<T extends EventType> = { readonly [K in keyof EventOf<T>]?: EventOf<T>[K] | RegExp | ((value: EventOf<T>[K]) => boolean) } & {
  readonly of?: string
}

/** What a recording holds, ready to be asked. */
export interface Seen {
  /** Whether such an event was told of what happened since the action began. */
  has<T extends EventType>(type: T, fields?: Wanted<T>): boolean
  /** Whether there is such an event at all. */
  holds<T extends EventType>(type: T, fields?: Wanted<T>): boolean
  all<T extends EventType>(type: T): readonly EventOf<T>[]
  /** Live CSS of the sheet whose owner has this `id`; of the adopted sheets of the shadow root on it; without one: of the document's. */
  css(id?: string): string
  /** The page as it stands at the end. */
  readonly html: string
  /** The node with this `id` attribute, in whatever document or shadow root. */
  node(id: string): ModelNode | undefined
  /** Text of the assets that travelled in the stream. */
  readonly assets: string
  /** Every event, as text. */
  readonly text: string
  /** What was told since the action began, counted. */
  readonly summary: string
}

interface Told {
  readonly event: PlayheadEvent
  readonly of: string
  readonly isLate: boolean
}

/** Decodes chunks, in the order of their `seq` within each tab, and rebuilds the page they tell. */
export async function readSeen(chunks: readonly Uint8Array[], actionMs: number): Promise<Seen> {
  const told: Told[] = []
  const model = createDocumentModel()
  const order = chunks.map(readChunk).sort((a, b) => a.header.seq - b.header.seq)
  // Other tabs' pages (a frame of another origin) have a tree of their own.
  const tab = order.find(({ header }) => header.keyframe)?.header.tab
  for (const chunk of order) {
    for (const event of await openLane(chunk, 'dom')) {
      const isOurs = chunk.header.tab === tab
      const before = isOurs ? placeOf(model, event) : ''
      if (isOurs) model.apply(event)
      told.push({ event, of: before || (isOurs ? placeOf(model, event) : ''), isLate: event.timeMs >= actionMs })
    }
    for (const event of await openLane(chunk, 'signal')) told.push({ event, of: '', isLate: event.timeMs >= actionMs })
  }

  const find = (id: string): ModelNode | undefined => findNode(model, ({ attributes }) => attributes.get('id') === id)
  const matches = ({ event, of }: Told, type: string, fields: Readonly<Record<string, unknown>>): boolean =>
    event.type === type &&
    Object.entries(fields).every(([name, wanted]) => isLike(name === 'of' ? of : (event as Record<string, unknown>)[name], wanted))
  return {
    has: (type, fields = {}) => told.some((entry) => entry.isLate && matches(entry, type, fields)),
    holds: (type, fields = {}) => told.some((entry) => matches(entry, type, fields)),
    all: <T extends EventType>(type: T) => told.map(({ event }) => event).filter((event) => event.type === type) as unknown as EventOf<T>[],
    css(id) {
      const owner = id === undefined ? model.document : find(id)
      if (!owner) return ''
      const adopted = (owner.shadow ?? owner).state?.adopted?.map((sheet) => model.beside.sheets.get(sheet) ?? '')
      return adopted?.join('') ?? owner.state?.css ?? owner.shadow?.state?.css ?? (owner.data || textOf(owner))
    },
    html: model.html(),
    node: find,
    assets: told.map(({ event }) => (event.type === 'assetBody' && /text|json|svg/.test(event.mime) ? atob(event.base64) : '')).join('\n'),
    text: told.map(({ event }) => JSON.stringify(event)).join('\n'),
    summary: summarise(told),
  }
}

/** The `id` attribute of what an event is about. */
function placeOf(model: DocumentModel, event: PlayheadEvent): string {
  for (const name of ['id', 'owner', 'host', 'hover', 'anchor', 'parent']) {
    let node = model.node((event as unknown as Record<string, number>)[name] ?? 0)
    if (node?.kind === 'shadow' || node?.kind === 'text') node = node.parent ?? undefined
    const id = node?.attributes.get('id')
    if (id) return id
  }
  return ''
}

/** Visits by number, not by tree: documents in frames hang on hosts in ways of their own. */
function findNode(model: DocumentModel, is: (node: ModelNode) => boolean): ModelNode | undefined {
  for (let id = model.lastId; id > 0; id--) {
    const node = model.node(id)
    if (node && is(node)) return node
  }
  return undefined
}

function textOf(node: ModelNode): string {
  let text = ''
  for (let child = node.first; child; child = child.next) text += child.data
  return text
}

function isLike(value: unknown, wanted: unknown): boolean {
  if (wanted instanceof RegExp) return value !== undefined && wanted.test(typeof value === 'string' ? value : JSON.stringify(value))
  if (typeof wanted === 'function') return !!(wanted as (value: unknown) => unknown)(value)
  return JSON.stringify(value) === JSON.stringify(wanted)
}

function summarise(told: readonly Told[]): string {
  const counts = new Map<string, number>()
  for (const { event, isLate } of told) if (isLate) counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
  return [...counts].map(([type, count]) => (count > 1 ? `${type}×${count}` : type)).join(' ') || 'nothing'
}
