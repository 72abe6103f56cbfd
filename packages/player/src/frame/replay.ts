import {
  type Change,
  changesBetween,
  type Checkpoint,
  type Checkpointer,
  createCheckpointer,
  createDocumentModel,
  type DocumentModel,
  type DomEvent,
  openLane,
  readChunk,
} from '@playhead/wire'
import type { FrameReply, HeldReply, KeyframeFact, ShowMessage } from '../protocol.ts'
import { applyEvent } from './apply/apply.ts'
import { type AssetShelf, createAssetShelf } from './asset.ts'
import { clearPage } from './clear.ts'
import * as dom from './dom.ts'
import type { Feature } from './feature.ts'
import { mergeChanges } from './merge.ts'
import { createMisses } from './miss.ts'
import { findBeginnings, finishTransitions, poseMotion } from './motion.ts'
import { commitPose, createPoseMarks } from './pose.ts'
import { renderRecorded } from './rebuild/element.ts'
import { buildNodes } from './rebuild/nodes.ts'
import { createScene, type Scene } from './scene.ts'
import { sizeOf } from './size.ts'
import { createStream, isBefore, type Place, type Route } from './stream.ts'
import { adoptSheets, renderConstructed } from './style.ts'

type Holding = Pick<HeldReply, 'keyframes' | 'sizeBytes'>

export interface Replay {
  readonly assets: AssetShelf
  readonly scene: Scene
  /** What a chunk that is held from now on has, and takes in memory. */
  hold(tab: string, seq: number, bytes: Uint8Array): Promise<Holding>
  drop(tab: string, seq: number): void
  holdCheckpoint(tab: string, ref: { seq: number; fromSeq: number; timeMs: number }, bytes: Uint8Array): Promise<Holding>
  dropCheckpoint(tab: string, seq: number): void
  /** Goes through a chunk, the next one of its tab, for the sake of checkpoints; tells the one that it holds now. */
  survey(
    tab: string,
    seq: number,
    bytes: Uint8Array,
    isWanted: boolean,
  ): Promise<(Omit<Checkpoint, 'events'> & { readonly sizeBytes: number }) | null>
  /** Makes what the next jump needs, while nobody waits for one. */
  prepare(): void
  /** Brings the document to a moment; returns the time of the keyframe it stands on, 0 for none. */
  show(message: ShowMessage): number
}

/** Steps of playing are shorter. */
const stepMs = 100
/** More events than this are not gone through where there is a shorter way. */
const stepEvents = 2000

export function createReplay(send: (reply: FrameReply) => void): Replay {
  const stream = createStream()
  const surveyors = new Map<string, { readonly checkpointer: Checkpointer; last: Promise<unknown> }>()
  const misses = createMisses()
  const { miss, found } = misses
  let marks = createPoseMarks()
  /** Users of assets that arrived since the last commit. */
  const arrived = new Set<Node>()
  const assets = createAssetShelf({
    need: (hashes) => send({ type: 'need', hashes }),
    // It was told as missing before its name came: take that back.
    onNamed: (url) => misses.clear('asset', url),
    onArrive: (users) => {
      if (!arrived.size) queueMicrotask(renderArrived)
      for (const user of users) arrived.add(user)
    },
  })
  let scene = createScene(assets, { miss, found })
  let shown: { tab: string; base: Place; at: Place; toMs: number } | null = null
  /** What the scene shows, without a browser; null: it is made when it is needed. */
  let model: DocumentModel | null = null
  /** The page of the keyframe that was stood on last. */
  let start: { readonly tab: string; readonly base: Place; readonly page: DocumentModel } | null = null

  /** What the keyframe's CSS is to be told of the viewer comes soon after it. */
  function featureAfter(tab: string, { way, at }: Route): Feature | null {
    const told = way.findLast(({ type }) => type === 'feature')
    if (told?.type === 'feature') return told
    let left = 500
    for (let next = stream.next(tab, at); next && left--; next = stream.next(tab, next.after))
      if (next.event.type === 'feature') return next.event
    return null
  }
  function apply(event: Change, at: number): void {
    try {
      if (event.type === 'nodes') buildNodes(scene, event)
      else applyEvent(scene, event)
    } catch (error) {
      miss('event', `${event.type}: ${error instanceof Error ? error.message : String(error)}`, at)
    }
  }
  function follow(event: DomEvent): void {
    try {
      model?.apply(event)
    } catch {
      model = null
    }
  }
  function* eventsFrom(tab: string, place: Place, untilMs: number): Iterable<{ event: DomEvent; after: Place }> {
    for (let next = stream.next(tab, place); next && next.event.timeMs <= untilMs; next = stream.next(tab, next.after)) yield next
  }

  /** A new page, up to the end of the way. */
  function open(tab: string, route: Route, toMs: number): void {
    scene = createScene(assets, { miss, found })
    scene.feature = featureAfter(tab, route)
    marks = createPoseMarks()
    model = null
    for (const event of route.way) apply(event, 0)
    // When it happened is not known of what was told on the way.
    for (const node of scene.nodes) if (node) scene.changedMs.delete(node)
    shown = { tab, base: route.base, at: route.at, toMs }
  }

  /** Nothing is known of the moment: what was shown before is not it. */
  function close(): void {
    scene = createScene(assets, { miss, found })
    marks = createPoseMarks()
    shown = model = null
    adoptSheets(scene, 0)
    dom.clearHighlights()
    clearPage()
    commitPose(scene, [], marks)
  }

  /** A change that is none of the session's tells of no animation that began. */
  function forgetWhen(changes: readonly Change[], timeMs: number): void {
    const forget = (node: Node | undefined): void => {
      if (node && scene.changedMs.get(node) === timeMs) scene.changedMs.delete(node)
    }
    // The document of an iframe comes with all its nodes.
    if (changes.some(({ type }) => type === 'frame' || type === 'keyframe')) scene.nodes.forEach(forget)
    else for (const change of changes) if (change.type === 'attribute') forget(scene.nodes[change.id])
  }

  /** The page of a keyframe. The last one is kept: most ways begin there, and its text takes its time to read. */
  function pageAt(tab: string, base: Place, way: readonly DomEvent[]): DocumentModel {
    const { seq, index } = base
    if (start?.tab !== tab || start.base.seq !== seq || start.base.index !== index) start = { tab, base, page: pageOf(way) }
    return start.page
  }

  /** The page at the end of a way. */
  function startOf(tab: string, { base, keyframe, way }: Route): DocumentModel {
    const first = way.indexOf(keyframe) + 1
    if (!first) return pageOf(way)
    const made = pageAt(tab, base, way.slice(0, first)).copy()
    for (const event of way.slice(first)) made.apply(event)
    return made
  }

  /** What is shown now as a model. */
  function modelOf({ tab, base, at }: NonNullable<typeof shown>): DocumentModel {
    const route = stream.route(tab, shown!.toMs)!
    const isThere = route.base.seq === base.seq && route.base.index === base.index && !isBefore(at, route.at)
    if (!isThere) throw new Error('what was shown is not held any more')
    const made = startOf(tab, route)
    for (const { event, after } of eventsFrom(tab, route.at, Infinity)) {
      if (isBefore(at, after)) break
      made.apply(event)
    }
    return made
  }

  /**
   * From one moment of a page to another, over what differs between them alone. It leads to just before the first of
   * the transitions under way then: those are gone through, so that they begin as they began.
   */
  function jump(tab: string, route: Route, toMs: number): void {
    const from = (model ??= modelOf(shown!))
    const to = startOf(tab, route)
    const passed = [...eventsFrom(tab, route.at, toMs)]
    const untilMs = findBeginnings(passed, toMs)[0] ?? Infinity
    const began = new Map<number, number>()
    let { at } = route
    let timeMs = route.way.at(-1)!.timeMs
    for (const { event, after } of passed) {
      if (event.timeMs >= untilMs) break
      const first = to.lastId + 1
      to.apply(event)
      if (event.type === 'attribute') began.set(event.id, event.timeMs)
      // One that only tells ids brings no nodes.
      if (event.type !== 'renumber') for (let id = first; id <= to.lastId; id++) began.set(id, event.timeMs)
      at = after
      ;({ timeMs } = event)
    }
    const before = new Set(dom.animations())
    const changes = changesBetween(from, to, timeMs)
    for (const event of changes) apply(event, 0)
    forgetWhen(changes, timeMs)
    for (const [id, ms] of began) if (scene.nodes[id]) scene.changedMs.set(scene.nodes[id], ms)
    // What is hovered then is a part of where transitions begin, too.
    commitPose(scene, [], marks)
    finishTransitions(before)
    model = to
    shown = { tab, base: route.base, at, toMs }
  }

  function renderArrived(): void {
    const before = new Set(dom.animations())
    for (const user of arrived) {
      if (user === dom.page) {
        adoptSheets(scene, 0)
        renderConstructed(scene)
      } else if (dom.isElement(user)) renderRecorded(scene, user, 0)
      else if (user instanceof ShadowRoot) adoptSheets(scene, scene.nodes.indexOf(user))
    }
    arrived.clear()
    scene.dirty.tree = true
    // A sheet that came late is not a change that the visitor saw.
    finishTransitions(before)
  }

  return {
    assets,
    get scene() {
      return scene
    },
    async hold(tab, seq, bytes) {
      const events = await openLane(readChunk(bytes), 'dom')
      stream.put(tab, seq, events)
      const keyframes: KeyframeFact[] = []
      for (const event of events) {
        if (event.type === 'keyframe') keyframes.push({ timeMs: event.timeMs, width: event.width, height: event.height })
        if (event.type === 'assetBody') applyEvent(scene, event)
      }
      return { keyframes, sizeBytes: sizeOf(events) }
    },
    drop: (tab, seq) => stream.drop(tab, seq),
    dropCheckpoint: (tab, seq) => stream.dropCheckpoint(tab, seq),
    async holdCheckpoint(tab, { seq, fromSeq, timeMs }, bytes) {
      const events = await openLane(readChunk(bytes), 'dom')
      stream.putCheckpoint(tab, { seq, fromSeq, timeMs, events })
      return { keyframes: [], sizeBytes: sizeOf(events) }
    },
    async survey(tab, seq, bytes, isWanted) {
      let surveyor = surveyors.get(tab)
      if (!surveyor) surveyors.set(tab, (surveyor = { checkpointer: createCheckpointer(), last: Promise.resolve() }))
      const { checkpointer, last } = surveyor
      // Several are read at once, and gone through in order.
      const read = openLane(readChunk(bytes), 'dom')
      const going = last.then(async () => checkpointer.add(seq, await read, isWanted))
      surveyor.last = going.catch(() => undefined)
      const made = await going
      if (!made) return null
      stream.putCheckpoint(tab, made)
      return { seq: made.seq, fromSeq: made.fromSeq, timeMs: made.timeMs, sizeBytes: sizeOf(made.events) }
    },
    prepare() {
      const route = shown && stream.route(shown.tab, shown.toMs)
      const first = route ? route.way.indexOf(route.keyframe) + 1 : 0
      if (first) pageAt(shown!.tab, route!.base, route!.way.slice(0, first))
    },
    show({ tab, toMs, speed, pointer }) {
      const route = stream.route(tab, toMs)
      if (!route) {
        if (shown || dom.rootElement()) close()
        return 0
      }
      const { keyframe, base } = route
      const isSame = shown !== null && shown.tab === tab && shown.base.seq === base.seq && shown.base.index === base.index
      const isForward =
        isSame && shown!.toMs <= toMs && (!isBefore(shown!.at, route.at) || stream.reaches(tab, shown!.at, toMs, stepEvents))
      const isStep = isForward && toMs - shown!.toMs < stepMs
      if (!isForward) {
        if (!isSame) open(tab, route, toMs)
        else
          try {
            jump(tab, route, toMs)
          } catch {
            open(tab, route, toMs)
          }
      }
      let { at } = shown!
      const passed = [...eventsFrom(tab, at, Math.max(toMs, keyframe.timeMs))]
      const beginnings = isStep ? [] : findBeginnings(passed, toMs)
      // Between two pictures only what is seen in the second counts; transitions begin at what lies between.
      const changes = beginnings.length ? passed : mergeChanges(passed)
      for (const { event, after } of changes) {
        if (beginnings.length && event.timeMs >= beginnings[0]!) {
          // What the page looked like before is where its transitions begin.
          while (event.timeMs >= beginnings[0]!) beginnings.shift()
          commitPose(scene, [], marks)
          dom.animations()
        }
        apply(event, after.index)
        follow(event)
      }
      at = passed.at(-1)?.after ?? at
      shown = { tab, base, at, toMs }
      scene.nowMs = toMs
      commitPose(scene, pointer, marks)
      poseMotion(scene, keyframe.timeMs, toMs, speed, speed === 0 || !isForward)
      const news = misses.news()
      if (news.length) send({ type: 'missing', entries: news })
      return keyframe.timeMs
    },
  }
}

function pageOf(way: readonly DomEvent[]): DocumentModel {
  const page = createDocumentModel()
  for (const event of way) page.apply(event)
  return page
}
