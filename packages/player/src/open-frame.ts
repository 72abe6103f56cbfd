import { type FrameReply, type FrameRequest, helloMessage, readReply } from './protocol.ts'

export interface Frame {
  readonly element: HTMLIFrameElement
  /** Sends without waiting. */
  send(message: FrameRequest): void
  /** Sends and waits for the answer. Rejects when the frame does not answer in time, or is gone. */
  ask<T extends FrameReply['type']>(message: FrameRequest & { ticket: number }, type: T): Promise<Extract<FrameReply, { type: T }>>
  destroy(): void
}
/** The boot document of the frame: where it is served, or its text. */
export type FrameDocument = { readonly url: string } | { readonly html: string }
export const frameDocumentOf = (options: { frameUrl?: string | undefined; frameHtml?: string | undefined }): FrameDocument =>
  options.frameHtml === undefined ? { url: options.frameUrl ?? '' } : { html: options.frameHtml }

export type FrameNews = Extract<FrameReply, { type: 'need' | 'missing' }>

const watchdogMs = 5000

/**
 * The keyboard stays with whoever watches. Nothing that replay does takes the focus; should a browser give it to the frame
 * all the same, keys would close what the page had open. Returns what ends this.
 */
function keepFocusOut(frame: HTMLIFrameElement): () => void {
  let last: Element | null = document.activeElement
  const onFocus = ({ target }: FocusEvent): void => void (target instanceof Element && target !== frame && (last = target))
  // Focus that goes into a frame is told by nothing else; it has not arrived there yet.
  const onBlur = (): void => {
    setTimeout(() => {
      if (document.activeElement !== frame) return
      frame.blur()
      if (last instanceof HTMLElement && last.isConnected) last.focus({ preventScroll: true })
    })
  }
  document.addEventListener('focusin', onFocus)
  addEventListener('blur', onBlur)
  return () => {
    document.removeEventListener('focusin', onFocus)
    removeEventListener('blur', onBlur)
  }
}

/** Opens the replay frame in `parent` and resolves once it has said hello through its one port. */
export function openFrame(options: {
  parent: HTMLElement
  document: FrameDocument
  over: AbortSignal
  onNews(news: FrameNews): void
}): Promise<Frame> {
  const element = document.createElement('iframe')
  element.setAttribute('sandbox', 'allow-scripts')
  element.setAttribute('referrerpolicy', 'no-referrer')
  element.setAttribute('allow', '')
  element.setAttribute('credentialless', '')
  element.setAttribute('title', 'Recorded page')
  element.tabIndex = -1
  const releaseFocus = keepFocusOut(element)
  element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;border:0;background:#fff;pointer-events:none;color-scheme:light'
  const waiting = new Map<number, { type: string; resolve(reply: FrameReply): void; reject(error: Error): void }>()
  let port: MessagePort | null = null

  function onMessage({ data }: MessageEvent<unknown>): void {
    const reply = readReply(data)
    if (!reply) return
    if (reply.type === 'need' || reply.type === 'missing') {
      options.onNews(reply)
      return
    }
    const asked = waiting.get(reply.ticket)
    if (asked?.type !== reply.type) return
    waiting.delete(reply.ticket)
    asked.resolve(reply)
  }

  const frame: Frame = {
    element,
    send: (message) => port?.postMessage(message),
    ask(message, type) {
      return new Promise((resolve, reject) => {
        if (!port) return reject(new Error('The replay frame was closed.'))
        const timer = setTimeout(() => {
          waiting.delete(message.ticket)
          reject(new Error('The replay frame does not answer.'))
        }, watchdogMs)
        waiting.set(message.ticket, {
          type,
          resolve(reply) {
            clearTimeout(timer)
            resolve(reply as never)
          },
          reject(error) {
            clearTimeout(timer)
            reject(error)
          },
        })
        port.postMessage(message)
      })
    },
    destroy() {
      releaseFocus()
      port?.close()
      port = null
      element.remove()
      for (const { reject } of waiting.values()) reject(new Error('The replay frame was closed.'))
      waiting.clear()
    },
  }

  return new Promise((resolve, reject) => {
    const stop = (): void => finish(options.over.reason as Error)
    const timer = setTimeout(() => finish(new Error('The replay frame did not load.')), watchdogMs * 2)
    function onHello(event: MessageEvent<unknown>): void {
      if (event.source !== element.contentWindow || event.data !== helloMessage || !event.ports[0] || port) return
      port = event.ports[0]
      port.onmessage = onMessage
      finish(null)
    }
    function finish(error: Error | null): void {
      clearTimeout(timer)
      removeEventListener('message', onHello)
      options.over.removeEventListener('abort', stop)
      if (!error) return resolve(frame)
      frame.destroy()
      reject(error)
    }
    addEventListener('message', onHello)
    if (options.over.aborted) return stop()
    options.over.addEventListener('abort', stop)
    if ('html' in options.document) element.srcdoc = options.document.html
    else element.src = options.document.url
    options.parent.append(element)
  })
}
