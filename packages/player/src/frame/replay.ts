import { type DomEvent, openLane, readChunk } from '@playhead/wire'
import type { FrameReply, KeyframeFact, ShowMessage } from '../protocol.ts'
import { applyEvent } from './apply/apply.ts'
import { type AssetShelf, createAssetShelf } from './asset.ts'
import * as dom from './dom.ts'
import type { Feature } from './feature.ts'
import { findBeginnings, finishTransitions, poseMotion } from './motion.ts'
import { commitPose, createPoseMarks } from './pose.ts'
import { renderRecorded } from './rebuild/element.ts'
import { createScene, type Scene } from './scene.ts'
import { createStream, type Place } from './stream.ts'
import { adoptSheets } from './style.ts'

export interface Replay {
  readonly assets: AssetShelf
  readonly scene: Scene
  hold(tab: string, seq: number, bytes: Uint8Array): Promise<readonly KeyframeFact[]>
  drop(tab: string, seq: number): void
  /** Brings the document to a moment; returns the time of the keyframe it stands on, 0 for none. */
  show(message: ShowMessage): number
}

/** Steps of playing are shorter. */
const stepMs = 100

const missKey = (what: string, detail: string): string => `${what} ${detail}`.slice(0, 400)

export function createReplay(send: (reply: FrameReply) => void): Replay {
  const stream = createStream()
  const counts = new Map<string, { what: string; detail: string; ids: Set<number>; sent: number }>()
  let marks = createPoseMarks()
  /** Users of assets that arrived since the last commit. */
  const arrived = new Set<Node>()
  const assets = createAssetShelf({
    need: (hashes) => send({ type: 'need', hashes }),
    onNamed(url) {
      // It was told as missing before its name came: take that back.
      const known = counts.get(missKey('asset', url))
      if (!known) return
      known.ids.clear()
    },
    onArrive: (users) => {
      if (!arrived.size) queueMicrotask(renderArrived)
      for (const user of users) arrived.add(user)
    },
  })
  let scene = createScene(assets, { miss, found })
  let shown: { tab: string; base: Place; at: Place; toMs: number } | null = null

  function miss(what: string, detail: string, id: number): void {
    const key = missKey(what, detail)
    const known = counts.get(key)
    if (known) {
      if (known.ids.size < 10_000) known.ids.add(id)
    } else if (counts.size < 2000) counts.set(key, { what, detail: detail.slice(0, 400), ids: new Set([id]), sent: 0 })
  }
  function found(what: string, detail: string, id: number): void {
    counts.get(missKey(what, detail))?.ids.delete(id)
  }
  /** What the keyframe's CSS is to be told of the viewer comes right after it. */
  function featureAfter(tab: string, base: Place): Feature | null {
    let left = 500
    for (let next = stream.next(tab, base); next && left--; next = stream.next(tab, next.after))
      if (next.event.type === 'feature') return next.event
    return null
  }
  function sendMissing(): void {
    const entries: [string, string, number][] = []
    for (const known of counts.values()) {
      if (known.sent === known.ids.size || entries.length === 1000) continue
      known.sent = known.ids.size
      entries.push([known.what, known.detail, known.sent])
    }
    if (entries.length) send({ type: 'missing', entries })
  }
  function renderArrived(): void {
    const before = new Set(dom.animations())
    for (const user of arrived) {
      if (user === dom.page) adoptSheets(scene, 0)
      else if (dom.isElement(user)) renderRecorded(scene, user, 0)
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
      return keyframes
    },
    drop: (tab, seq) => stream.drop(tab, seq),
    show({ tab, toMs, speed, pointer }) {
      const base = stream.base(tab, toMs)
      if (!base) return 0
      const keyframe = stream.keyframe(tab, base)
      const isForward = shown && shown.tab === tab && shown.base.seq === base.seq && shown.base.index === base.index && shown.toMs <= toMs
      if (!isForward) {
        scene = createScene(assets, { miss, found })
        scene.feature = featureAfter(tab, base)
        marks = createPoseMarks()
        shown = { tab, base, at: base, toMs }
      }
      const untilMs = Math.max(toMs, keyframe.timeMs)
      let at = shown!.at
      const passed: { event: DomEvent; after: Place }[] = []
      for (let next = stream.next(tab, at); next && next.event.timeMs <= untilMs; next = stream.next(tab, next.after)) passed.push(next)
      const beginnings = isForward && toMs - shown!.toMs < stepMs ? [] : findBeginnings(passed, untilMs)
      for (const { event, after } of passed) {
        if (beginnings.length && event.timeMs >= beginnings[0]!) {
          // What the page looked like before is where its transitions begin.
          while (event.timeMs >= beginnings[0]!) beginnings.shift()
          commitPose(scene, [], marks)
          dom.animations()
        }
        try {
          applyEvent(scene, event)
        } catch (error) {
          miss('event', `${event.type}: ${error instanceof Error ? error.message : String(error)}`, after.index)
        }
        at = after
      }
      shown = { tab, base, at, toMs }
      scene.nowMs = toMs
      commitPose(scene, pointer, marks)
      poseMotion(scene, keyframe.timeMs, toMs, speed, speed === 0 || !isForward)
      sendMissing()
      return keyframe.timeMs
    },
  }
}
