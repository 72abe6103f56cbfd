import { readSurface } from './surface.ts'

/** What a page can see of itself, in order: the same lines with the recorder as without it. */
export interface HostWindow {
  hostLog: string[]
  hostReady: boolean
  /** Every property that a page can enumerate. */
  hostSurface(): string[]
  /** Resolves when two frames were painted and the tasks between them ran. */
  hostIdle(): Promise<void>
  /** What else is waited for, where a page says so. */
  hostPending?: Promise<void>
  /** Ids of the buttons, how many list items are shown, and where an element is: for who drives the page. */
  hostButtons(): string[]
  hostItems(): number
  hostPoint(id: string): { x: number; y: number }
  /** Starts the recorder from within the application, where this run wants that. */
  hostStart?: () => void
}

const host = window as unknown as HostWindow
// Taken before any framework can patch them: the log must not be what changes.
const nextFrame = window.requestAnimationFrame.bind(window)
const setTimer = window.setTimeout.bind(window)
const NativePromise = Promise
const { querySelectorAll } = Document.prototype
const find = (selector: string): Element[] => [...(Reflect.apply(querySelectorAll, document, [selector]) as NodeListOf<Element>)]
const channel = new MessageChannel()

host.hostLog = []
host.hostSurface = readSurface
host.hostButtons = () => find('main > button').map(({ id }) => id)
host.hostItems = () => find('main li').length
host.hostPoint = (id) => {
  const { left, top, width, height } = find(`#${id}`)[0]!.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
const paint = (): Promise<void> =>
  new NativePromise((resolve) => {
    nextFrame(() =>
      nextFrame(() => {
        channel.port1.addEventListener('message', () => setTimer(resolve, 0), { once: true })
        channel.port1.start()
        channel.port2.postMessage(0)
      }),
    )
  })
host.hostIdle = () => host.hostPending?.then(paint) ?? paint()

export const log = (...parts: unknown[]): void => void host.hostLog.push(parts.map(String).join(' '))
export const start = (): void => host.hostStart?.()
export const ready = (): void => void (host.hostReady = true)

const show = (node: Node): string => (node.nodeType === 1 ? (node as Element).localName : node.nodeName)
new MutationObserver((records) => {
  for (const { type, target, addedNodes, removedNodes, attributeName } of records)
    // How far the parser is when the application starts is its own affair.
    if (target.nodeName !== 'SCRIPT' && addedNodes[0]?.nodeName !== 'SCRIPT')
      log('mutation', type, show(target), attributeName ?? '', [...addedNodes].map(show).join(), [...removedNodes].map(show).join())
}).observe(document, { childList: true, attributes: true, characterData: true, subtree: true })

window.addEventListener('error', (event) => log('window.error', event.message, event.error?.constructor?.name))
window.addEventListener('unhandledrejection', (event) => log('rejection', String(event.reason)))
for (const type of [
  'click',
  'input',
  'change',
  'focusin',
  'focusout',
  'submit',
  'host',
  'popstate',
  'hashchange',
  'visibilitychange',
  'scroll',
])
  for (const [name, target] of [
    ['window', window],
    ['document', document],
  ] as const)
    for (const capture of [true, false])
      target.addEventListener(
        type,
        (event) => log('event', type, name, capture ? 'capture' : 'bubble', event.eventPhase, event.defaultPrevented),
        { capture },
      )
