/** What hostile pages do to themselves before anything else runs, by name. Each is the body of a script. */
export const setups: Readonly<Record<string, string>> = {
  'frozen prototypes': `
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const found = Object.getOwnPropertyDescriptor(globalThis, name).value
      if (typeof found !== 'function' || !found.prototype) continue
      Object.freeze(found.prototype)
      Object.freeze(found)
    }
    for (const namespace of [Math, JSON, Reflect, Intl, console]) Object.freeze(namespace)`,
  'a fetch that cannot be replaced': `
    Object.defineProperty(window, 'fetch', { value: window.fetch, writable: false, configurable: false })
    Object.defineProperty(Element.prototype, 'attachShadow', { value: Element.prototype.attachShadow, writable: false, configurable: false })`,
  'Prototype.js': `
    Array.prototype.toJSON = function () { return '[' + this.map((item) => JSON.stringify(item)).join(', ') + ']' }
    Array.from = (list) => { if (!list) return []; const made = new Array(list.length || 0); for (let i = 0; i < made.length; i++) made[i] = list[i]; return made }
    Function.prototype.bind = function (to) { const method = this, first = Array.prototype.slice.call(arguments, 1); return function () { return method.apply(to, first.concat(Array.prototype.slice.call(arguments))) } }
    Array.prototype.each = function (hook) { this.forEach(hook) }
    Array.prototype.first = function () { return this[0] }
    Object.prototype.extendedByPage = function () { return this }
    String.prototype.toJSON = function () { return String(this) }`,
  'its own JSON': `
    const { stringify } = JSON
    JSON.stringify = (value, ...rest) => stringify(value, ...rest) + ' '`,
  'names that hide properties': `
    addEventListener('DOMContentLoaded', () => {
      const names = ['id', 'localName', 'nodeType', 'nodeName', 'attributes', 'parentNode', 'firstChild', 'nextSibling', 'childNodes', 'children', 'getAttribute', 'tagName', 'shadowRoot', 'matches', 'closest', 'contains', 'elements', 'isConnected', 'ownerDocument', 'textContent', 'addEventListener', 'getRootNode', 'setAttribute', 'hasAttribute', 'className', 'classList', 'style', 'outerHTML', 'getHTML', 'querySelectorAll']
      document.body.insertAdjacentHTML('beforeend', '<form id="clobber">' + names.map((name) => '<input name="' + name + '">').join('') + '</form>')
    })`,
  'names that hide the document’s': `
    addEventListener('DOMContentLoaded', () => {
      for (const name of ['title', 'documentElement', 'activeElement', 'hidden', 'baseURI', 'styleSheets', 'querySelectorAll', 'getElementsByName', 'visibilityState', 'doctype', 'fonts', 'defaultView', 'referrer'])
        document.body.insertAdjacentHTML('beforeend', '<img alt="" name="' + name + '">')
    })`,
  'storage that throws': `
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { configurable: true, get() { throw new Error('not for you') } })`,
  'observers that throw': `
    const seen = []
    const mutations = new MutationObserver(() => { seen.push(1); if (seen.length < 4) throw new Error('a page observer broke') })
    // When the parser pauses and when a mark is told is the browser's affair: nothing is observed before the page is there, and the visit waits for the mark.
    addEventListener('click', () => mutations.observe(document, { childList: true, subtree: true }), { once: true, capture: true })
    addEventListener('click', ({ target }) => {
      if (target.id !== 'console') return
      hostPending = new Promise((resolve) => {
        new PerformanceObserver(() => { resolve(); throw new Error('a performance observer broke') }).observe({ type: 'mark' })
      })
      performance.mark('broken')
    }, true)`,
  'values that cannot be looked at': `
    addEventListener('click', (event) => {
      if (event.target.id !== 'console') return
      const broken = () => { throw new Error('hostile') }
      const hostile = { get message() { return broken() }, get name() { return broken() }, get stack() { return broken() }, toString: broken, [Symbol.toPrimitive]: broken }
      const opaque = new Proxy({}, { get: broken, has: broken, getPrototypeOf: broken, ownKeys: broken, getOwnPropertyDescriptor: broken })
      const error = new Error('shown')
      Object.defineProperty(error, 'message', { get: broken })
      console.debug(1)
      for (const odd of [opaque, hostile, Object.create(null), Symbol('s'), 1n])
        for (const say of [() => fetch(odd).catch(() => 0), () => history.replaceState(null, '', odd), () => navigator.sendBeacon(odd), () => new XMLHttpRequest().open('GET', odd), () => { document.title = odd }])
          try { say() } catch (thrown) { hostLog.push('refused ' + thrown.message) }
      history.replaceState(null, '', location.origin + location.pathname)
      document.title = 'host'
      setTimeout(() => { throw opaque })
      setTimeout(() => { throw hostile })
      void Promise.reject(opaque)
      void Promise.reject(error)
    }, true)`,
  'natives that somebody wrapped': `
    const wrap = (owner, name) => {
      const original = owner[name]
      owner[name] = function (...args) { return original.apply(this, args) }
    }
    for (const name of ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'queueMicrotask']) wrap(window, name)
    for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) wrap(EventTarget.prototype, name)
    for (const name of ['open', 'send']) wrap(XMLHttpRequest.prototype, name)
    const Observer = MutationObserver
    window.MutationObserver = class extends Observer { constructor(hook) { super((records, self) => hook.call(self, records.filter(() => true), self)) } }
    // What tracing libraries do: a header on every request.
    const { fetch: before } = window
    window.fetch = (input, init) => before(input, { ...init, headers: { ...init?.headers, traceparent: '00-0-0-00' } })`,
  'a base elsewhere': `
    const base = document.createElement('base')
    base.href = location.origin + '/deep/er/'
    document.head.append(base)`,
}
