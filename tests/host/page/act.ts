import { log } from './log.ts'

/** Says that something happened, so that it is rendered. */
type Add = (text: string) => void

/** Hears once of an error that nobody caught: from the window, or from the framework that got it first. */
function onUncaught(hook: () => void): void {
  const heard = new AbortController()
  for (const type of ['error', 'unhandledrejection', 'host-caught'])
    window.addEventListener(
      type,
      () => {
        heard.abort()
        hook()
      },
      { signal: heard.signal },
    )
}

/** What a page does when a button is pressed: every browser API that a recorder may have its hands on. */
export const acts: Readonly<Record<string, (add: Add, event: Event) => void>> = {
  timer(add) {
    setTimeout(() => {
      log('timer')
      let ticks = 0
      const interval = setInterval(() => {
        log('tick', ++ticks)
        if (ticks < 3) return
        clearInterval(interval)
        add('timer')
      }, 5)
    }, 5)
  },
  frame(add) {
    const { body } = document
    requestAnimationFrame(() => {
      log('frame')
      body.style.setProperty('--frame', '1')
      requestAnimationFrame(() => add('frame'))
    })
  },
  fetch(add) {
    fetch('/data.json')
      .then((response) => {
        log('fetch', response.status, response.constructor === Response, response.bodyUsed, response.url.endsWith('/data.json'))
        return response.json()
      })
      .then((data: { name: string }) => add(`fetch ${data.name}`))
      .catch((error: unknown) => log('never', error))
  },
  'fetch-fail'(add) {
    fetch('/broken').catch((error: unknown) => {
      log('fetch failed', error instanceof TypeError, (error as Error).message)
      add('fetch-fail')
    })
  },
  'fetch-wrong'(add) {
    try {
      void fetch('/data.json', { method: 'not a method' }).catch((error: unknown) => {
        log('fetch wrong', (error as Error).name)
        add('fetch-wrong')
      })
    } catch (error) {
      log('fetch threw', error)
    }
  },
  abort(add) {
    const controller = new AbortController()
    fetch('/slow', { signal: controller.signal }).catch((error: unknown) => {
      log('aborted', (error as Error).name)
      add('abort')
    })
    controller.abort()
  },
  xhr(add) {
    const xhr = new XMLHttpRequest()
    for (const type of ['readystatechange', 'load', 'loadend'])
      xhr.addEventListener(type, () => log('xhr', type, xhr.readyState, xhr.status))
    xhr.onloadend = () => {
      log(
        'xhr keys',
        Object.keys(xhr)
          .filter((key) => !key.startsWith('__zone'))
          .join(),
      )
      add('xhr')
    }
    xhr.open('GET', '/data.json')
    xhr.send()
  },
  'xhr-wrong'(add) {
    try {
      new XMLHttpRequest().send()
    } catch (error) {
      log('xhr threw', (error as Error).name, (error as Error).message)
    }
    add('xhr-wrong')
  },
  beacon(add) {
    log('beacon', navigator.sendBeacon('/data.json', 'x'))
    try {
      navigator.sendBeacon('http://[')
    } catch (error) {
      log('beacon threw', (error as Error).name)
    }
    add('beacon')
  },
  reject(add) {
    onUncaught(() => add('reject'))
    void Promise.reject(new RangeError('nobody catches this'))
  },
  'fetch-reject'(add) {
    onUncaught(() => add('fetch-reject'))
    void fetch('/broken')
  },
  throw(add) {
    onUncaught(() => add('throw'))
    setTimeout(() => {
      throw new TypeError('thrown in a timer')
    })
  },
  'throw-here'(add) {
    setTimeout(() => add('throw-here'), 5)
    throw new TypeError('thrown in a handler')
  },
  custom(add, event) {
    const target = event.currentTarget as Element | null
    const node = target ?? document.body
    const order: string[] = []
    for (const capture of [false, true]) node.addEventListener('host', () => order.push(String(capture)), { once: true, capture })
    const allowed = node.dispatchEvent(new CustomEvent('host', { bubbles: true, cancelable: true, detail: { order } }))
    log('custom', order.join(), allowed)
    add('custom')
  },
  storage(add) {
    try {
      localStorage.setItem('page', '1')
      const others = Object.keys(localStorage).filter((key) => key !== 'page')
      // What the recorder remembers has its name on it.
      log(
        'storage',
        others.every((key) => key.startsWith('playhead.')),
      )
      localStorage.removeItem('page')
    } catch (error) {
      log('storage threw', (error as Error).message)
    }
    add('storage')
  },
  history(add) {
    const { href } = location
    history.pushState({ page: 1 }, '', '/pushed')
    log('history', history.length, JSON.stringify(history.state), location.pathname, Object.keys(history).join())
    history.replaceState(null, '', href)
    try {
      history.pushState(null, '', 'http://elsewhere.example/')
    } catch (error) {
      log('history threw', (error as Error).name)
    }
    add('history')
  },
  sheet(add) {
    const style = document.createElement('style')
    document.head.append(style)
    const { sheet } = style
    // A policy may forbid it.
    if (sheet) {
      log('sheet', sheet.insertRule('.host { color: red }', 0), sheet.cssRules.length)
      try {
        sheet.insertRule('not a rule', 0)
      } catch (error) {
        log('sheet threw', (error as Error).name)
      }
      sheet.deleteRule(0)
    }
    const adopted = new CSSStyleSheet()
    adopted.replaceSync('.host { color: blue }')
    document.adoptedStyleSheets = [adopted]
    log('adopted', document.adoptedStyleSheets.length, document.adoptedStyleSheets[0] === adopted)
    document.adoptedStyleSheets = []
    style.remove()
    void adopted.replace('.host { color: green }').then((same) => {
      log('replaced', same === adopted)
      add('sheet')
    })
  },
  shadow(add) {
    const node = document.createElement('div')
    const root = node.attachShadow({ mode: 'closed' })
    root.append(document.createElement('p'))
    document.body.append(node)
    log('shadow', node.shadowRoot, root.host === node, root.mode)
    try {
      node.attachShadow({ mode: 'open' })
    } catch (error) {
      log('shadow threw', (error as Error).name)
    }
    node.remove()
    add('shadow')
  },
  field(add) {
    const field = document.createElement('input')
    document.body.append(field)
    field.value = 'set'
    field.setAttribute('value', 'attribute')
    field.type = 'checkbox'
    field.checked = true
    log('field', field.value, field.checked, Object.getOwnPropertyNames(field).join())
    field.remove()
    add('field')
  },
  dialog(add) {
    const dialog = document.createElement('dialog')
    document.body.append(dialog)
    dialog.addEventListener('close', () => {
      log('dialog closed', dialog.returnValue)
      dialog.remove()
      add('dialog')
    })
    dialog.showModal()
    try {
      dialog.show()
    } catch (error) {
      log('dialog threw', (error as Error).name)
    }
    dialog.close('said')
  },
  console(add) {
    console.log('a %s and', 'string', { an: 'object' }, [1, 2])
    console.warn('warned')
    console.error(new Error('told'))
    add('console')
  },
}
