import { type FrameReply, type FrameRequest, type HeldReply, helloMessage, readRequest } from '../protocol.ts'
import { describe } from './describe.ts'
import { viewportUnit } from './css.ts'
import * as dom from './dom.ts'
import { inspectChildren, inspectSearch } from './inspect.ts'
import { locate } from './locate.ts'
import { createReplay } from './replay.ts'
import { frameSheet } from './style.ts'

/** How long a shown moment may wait for its images and fonts. */
const settleMs = 1500

/** After a picture; what is shown next comes first. */
const idleMs = 300

const { port1: port, port2: theirs } = new MessageChannel()
const post = MessagePort.prototype.postMessage.bind(port) as (message: FrameReply) => void
const later = setTimeout.bind(window)
const onNextFrame = requestAnimationFrame.bind(window)
dom.adoptInPage([frameSheet])
const replay = createReplay(post)
let latestTicket = 0

/** After the next picture; a hidden page draws none, so not for ever. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    later(resolve, dom.isHidden() ? 50 : 1000)
    onNextFrame(() => later(resolve, 0))
  })

/** When the next picture is about to be drawn; a hidden page draws none, so not for ever. */
const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    later(resolve, 250)
    onNextFrame(() => resolve())
  })

/** Waits for what the moment shows: assets on their way, then pictures and fonts. `commit` brings what arrived into layout. */
async function settle(commit: () => void): Promise<void> {
  const until = performance.now() + settleMs
  if (replay.assets.waiting) {
    while (replay.assets.waiting && performance.now() < until) await new Promise((resolve) => later(resolve, 10))
    commit()
  }
  const loading = [...replay.scene.loading, ...replay.assets.loading]
  if (dom.isLoadingFonts()) loading.push(dom.fontsReady())
  if (!loading.length) return
  const left = Math.max(0, until - performance.now())
  await Promise.race([Promise.all(loading), new Promise((resolve) => later(resolve, left))])
  commit()
}

/** A page that cannot be read without a browser is shown by playing. */
function prepare(): void {
  try {
    replay.prepare()
  } catch {
    // Whoever jumps meets the same, and goes another way.
  }
}

/** A frame in a process of its own learns its new size a little after it was given. */
async function resized(width: number, height: number): Promise<void> {
  const until = performance.now() + 2000
  const isThere = (): boolean => Math.abs(dom.view.innerHeight - height) <= 1 && Math.abs(dom.view.innerWidth - width) <= 1
  while (!isThere() && performance.now() < until) await new Promise((resolve) => later(resolve, 10))
}

/** Widest page whose scroll bar is taken to have lain over it, px. */
const phoneWidth = 600

/** The layout stays as wide as it was beside the scroll bar, also when the frame is too high to need one. */
function hideScrollBar(root: HTMLElement): void {
  if (dom.view.innerWidth <= phoneWidth) dom.setProperty(root, 'scrollbar-width', 'none', 'important')
  else if (dom.clientWidthOf(dom.scrollingRoot() ?? root) < dom.view.innerWidth) {
    dom.setProperty(root, 'scrollbar-gutter', 'stable', 'important')
    dom.setProperty(root, 'scrollbar-color', 'transparent transparent', 'important')
  }
}

async function held(ticket: number, hold: () => Promise<Pick<HeldReply, 'keyframes' | 'sizeBytes'>>): Promise<void> {
  try {
    post({ type: 'held', ticket, ...(await hold()), error: '' })
  } catch (error) {
    post({
      type: 'held',
      ticket,
      keyframes: [],
      sizeBytes: 0,
      error: (error instanceof Error ? error.message : String(error)).slice(0, 1000),
    })
  }
}

async function answer(request: FrameRequest): Promise<void> {
  switch (request.type) {
    case 'chunk':
      return held(request.ticket, () => replay.hold(request.tab, request.seq, request.bytes))
    case 'checkpoint':
      return held(request.ticket, () => replay.holdCheckpoint(request.tab, request, request.bytes))
    case 'survey': {
      const { ticket, tab, seq, isWanted, bytes } = request
      const found = await replay.survey(tab, seq, bytes, isWanted).catch(() => null)
      post({ type: 'surveyed', ticket, found: found ? [found.seq, found.fromSeq, found.timeMs, found.sizeBytes] : [] })
      return
    }
    case 'drop':
      return replay.drop(request.tab, request.seq)
    case 'dropCheckpoint':
      return replay.dropCheckpoint(request.tab, request.seq)
    case 'name':
      return replay.assets.name(request.entries)
    case 'asset':
      return replay.assets.put(request.hash, request.mime, request.bytes)
    case 'show': {
      latestTicket = request.ticket
      if (request.speed) await nextFrame()
      // One that the next one overtook is as good as shown.
      let baseMs = latestTicket === request.ticket ? replay.show(request) : -1
      if (request.speed === 0 && baseMs > 0) {
        // What arrives meanwhile may change the layout below the scroll offsets.
        await settle(() => {
          if (latestTicket === request.ticket) baseMs = replay.show(request)
        })
        await painted()
        later(prepare, idleMs)
      }
      const { scrollX, scrollY } = dom.view
      post({ type: 'shown', ticket: request.ticket, baseMs: Math.max(0, baseMs), isOvertaken: baseMs < 0, scrollX, scrollY })
      return
    }
    case 'measure': {
      await resized(request.width, request.height)
      const root = dom.rootElement()
      // The frame is about to be made as high as the page: what is sized by the viewport must not grow with it.
      if (root instanceof HTMLElement) dom.setProperty(root, viewportUnit, `${dom.view.innerHeight / 100}px`)
      dom.scrollViewTo(0, 0)
      if (root instanceof HTMLElement) hideScrollBar(root)
      const scrolled = dom.scrollingRoot()
      const width = scrolled ? dom.clientWidthOf(scrolled) : 0
      post({ type: 'measured', ticket: request.ticket, width, height: scrolled ? dom.scrollHeightOf(scrolled) : 0 })
      return
    }
    case 'locate':
      await resized(request.width, request.height)
      post({ type: 'located', ticket: request.ticket, boxes: locate(replay.scene, request.keys) })
      return
    case 'describe':
      post({ type: 'described', ticket: request.ticket, text: describe(replay.scene) })
      return
    case 'inspect': {
      const { ticket, id, search } = request
      post({ type: 'inspected', ticket, nodes: search ? inspectSearch(replay.scene, search) : inspectChildren(replay.scene, id) })
    }
  }
}

port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const request = readRequest(data)
  if (request) void answer(request)
})
port.start()
// Whoever embeds the frame gets its only port; the page around checks that it comes from its own frame.
parent.postMessage(helloMessage, '*', [theirs])
