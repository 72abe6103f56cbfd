import type { Family, Probe } from '../probe.ts'
import { click, hover } from '../tab.ts'

const waitFor = (ms: number): string => `await new Promise((r) => setTimeout(r, ${ms}))`
const tall =
  '<section id="one" aria-label="One" style="height:900px">1</section><section id="two" aria-label="Two" style="height:1900px">2</section>'
const fields =
  '<form id="f" name="signup" onsubmit="event.preventDefault()"><label>Email <input id="a" name="email" required></label><button id="go">Go</button></form>'
const asked =
  (url: RegExp, kind: 'fetch' | 'xhr' | 'beacon', status: number): Probe['want'] =>
  (seen) =>
    seen.has('request', {
      kind,
      url,
      status,
      method: kind === 'beacon' ? 'POST' : 'GET',
      durationMs: (ms) => kind === 'beacon' || ms >= 80,
    })

export const signal: Family = {
  name: 'signal',
  probes: [
    {
      name: 'click: element, place, box',
      html: '<button id="a" style="width:100px;height:40px">Buy 1001</button>',
      act: (tab) => click(tab, '#a'),
      want: (seen) =>
        seen.has('click', {
          ordinal: 1,
          tag: 'button',
          name: /Buy 1001/,
          interactive: true,
          key: /./,
          boxWidth: 100,
          relX: (x) => Math.abs(x - 0.5) < 0.02,
        }),
      rrweb: /"source":2,"type":2/,
    },
    {
      name: 'click with its first response',
      html: `<button id="a" onclick="setTimeout(() => a.textContent = 'Done', 120)">Buy</button>`,
      act: 'a.click()',
      want: (seen) => seen.has('response', { ordinal: 1, kind: 'mutation', afterMs: (ms) => ms >= 100 && ms < 1000 }),
    },
    {
      name: 'click that nothing answers',
      html: '<button id="a">Dead</button>',
      act: 'a.click()',
      want: (seen) => seen.has('response', { ordinal: 1, kind: 'none', afterMs: (ms) => ms >= 2400 }),
      patienceMs: 5000,
    },
    {
      name: 'click on what only looks clickable',
      html: '<div id="a" style="cursor:pointer">Looks it</div>',
      act: (tab) => click(tab, '#a'),
      want: (seen) => seen.has('click', { interactive: false, affordance: 'cursor' }),
    },
    {
      name: 'rage: every click with its time and place',
      html: '<div id="a" style="height:60px">Rage</div>',
      act: (tab) => click(tab, '#a', 4),
      want: (seen) => {
        const clicks = seen.all('click')
        return clicks.length === 4 && clicks.every(({ ordinal, key }, i) => ordinal === i + 1 && key === clicks[0]!.key)
      },
    },
    {
      name: 'depth and direction of scrolling',
      html: tall,
      act: `scrollTo(0, 800); ${waitFor(500)}; scrollTo(0, 200)`,
      want: (seen) =>
        seen.has('depth', { toY: 800, documentHeight: (height) => height > 2700, maxBottom: (y) => y >= 1400 }) &&
        seen.has('depth', { fromY: 800, toY: 200 }),
    },
    {
      name: 'section dwell',
      html: tall,
      act: `${waitFor(1200)}; scrollTo(0, 1600)`,
      want: (seen) => seen.holds('section', { seenMs: (ms) => ms >= 1000, share: (share) => share > 0.4 }),
      patienceMs: 4000,
    },
    {
      name: 'hesitation before a click',
      html: '<button id="a">Unsure 1008</button>',
      act: async (tab) => {
        await hover(tab, '#a')
        await tab.run(waitFor(2300))
        await tab.down()
        await tab.up()
      },
      want: (seen) => seen.has('hesitation', { name: /Unsure 1008/, restMs: (ms) => ms >= 2000 }),
    },
    {
      name: 'form: focus, input, change, blur, submit',
      html: fields,
      act: async (tab) => {
        await click(tab, '#a')
        await tab.type('abcdef')
        await click(tab, '#go')
      },
      want: (seen) =>
        (['focus', 'input', 'change', 'blur', 'submit'] as const).every((action) => seen.has('form', { action, formName: /signup/ })) &&
        seen.has('form', { action: 'change', fieldName: /Email/, lengthBucket: 2 }),
    },
    {
      name: 'form: invalid, reset',
      html: fields,
      act: `f.requestSubmit(); f.reset()`,
      want: (seen) => seen.has('form', { action: 'invalid', fieldName: /Email/ }) && seen.has('form', { action: 'reset' }),
    },
    {
      name: 'error with stack',
      html: `<script>function probeThrower() { throw new TypeError('broken 1011') }</script>`,
      act: `setTimeout(probeThrower); ${waitFor(30)}`,
      want: (seen) => seen.has('error', { kind: 'error', message: /broken 1011/, stack: /probeThrower/ }),
      marker: 'broken 1011',
    },
    {
      name: 'unhandled rejection',
      act: `Promise.reject(new Error('refused 1012')); ${waitFor(30)}`,
      want: (seen) => seen.has('error', { kind: 'rejection', message: /refused 1012/ }),
      marker: 'refused 1012',
    },
    {
      name: 'a script that does not load',
      act: `const s = document.createElement('script'); s.src = '/nothing'; document.body.append(s); await new Promise((r) => s.onerror = r)`,
      want: (seen) => seen.has('error', { kind: 'resource', source: /nothing/ }),
    },
    {
      name: 'console, by level',
      act: `for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level]('said 1014')`,
      want: (seen) =>
        (['log', 'info', 'warn', 'error', 'debug'] as const).every((level) => seen.has('console', { level, message: /said/ })),
      marker: 'said 1014',
    },
    { name: 'fetch: status and time', act: `await fetch('/data.json?delay=90&status=201')`, want: asked(/data\.json/, 'fetch', 201) },
    {
      name: 'fetch that fails',
      act: `await fetch('http://localhost:9/none').catch(() => 0)`,
      want: (seen) => seen.has('request', { kind: 'fetch', status: 0 }),
    },
    {
      name: 'XMLHttpRequest: status, time, size',
      act: `const x = new XMLHttpRequest(); x.open('GET', '/other.json?delay=90&status=503'); x.send(); await new Promise((r) => x.onloadend = r)`,
      want: (seen) => asked(/other\.json/, 'xhr', 503)(seen) && seen.has('request', { responseBytes: 7 }),
    },
    {
      name: 'sendBeacon',
      act: `navigator.sendBeacon('/beacon.json', 'x')`,
      want: (seen) => seen.has('request', { kind: 'beacon', url: /beacon\.json/, method: 'POST' }),
    },
    {
      name: 'WebSocket: open, traffic, close',
      act: `const w = new WebSocket('ws://' + location.host + '/socket'); await new Promise((r) => w.onopen = r); w.send('hello'); await new Promise((r) => w.onmessage = r); w.close(1000); await new Promise((r) => w.onclose = r)`,
      want: (seen) =>
        seen.has('socket', { state: 'open', url: /\/socket/ }) &&
        seen.has('socket', { state: 'close', code: 1000, sent: 1, sentBytes: 5, received: 1, receivedBytes: 5 }),
      patienceMs: 4000,
    },
    {
      name: 'WebSocket that fails',
      act: `const w = new WebSocket('ws://localhost:9/'); await new Promise((r) => w.onerror = r)`,
      want: (seen) => seen.has('socket', { state: 'error' }),
    },
    {
      name: 'long task',
      act: `setTimeout(() => { const endMs = performance.now() + 130; while (performance.now() < endMs); }); ${waitFor(200)}`,
      want: (seen) => seen.has('longTask', { durationMs: (ms) => ms >= 100 }),
      needs: `PerformanceObserver.supportedEntryTypes.includes('longtask')`,
    },
    {
      name: 'vitals: TTFB, FCP',
      html: '<p>words</p>',
      want: (seen) => seen.holds('vital', { name: 'TTFB' }) && seen.holds('vital', { name: 'FCP' }),
    },
    {
      name: 'vitals: LCP with what it is made of',
      html: '<h1 style="font-size:60px">The largest words of the page</h1>',
      act: async (tab) => (await tab.run(waitFor(100)), click(tab, 'h1')),
      want: (seen) =>
        seen.holds('vital', { name: 'LCP' }) && seen.holds('attribution', { vital: 'LCP', parts: (parts) => parts.length >= 2 }),
      needs: `PerformanceObserver.supportedEntryTypes.includes('largest-contentful-paint')`,
    },
    {
      name: 'vitals: CLS with its element',
      html: '<p id="a">x</p><h1 id="b">pushed down by what comes</h1>',
      act: `${waitFor(600)}; a.style.height = '300px'; ${waitFor(100)}`,
      want: (seen) => seen.holds('vital', { name: 'CLS', value: (value) => value > 0 }),
      needs: `PerformanceObserver.supportedEntryTypes.includes('layout-shift')`,
    },
    {
      name: 'vitals: INP with what it is made of',
      html: `<button id="a" onclick="const e = performance.now() + 120; while (performance.now() < e); a.textContent = 'slow'">slow</button>`,
      act: async (tab) => (await click(tab, '#a'), tab.run(waitFor(200))),
      want: (seen) => seen.holds('vital', { name: 'INP', value: (ms) => ms >= 100 }) && seen.holds('attribution', { vital: 'INP' }),
      needs: `PerformanceObserver.supportedEntryTypes.includes('event')`,
    },
    {
      name: 'source: UTM and the ad click’s name',
      search: '?utm_source=news&utm_medium=mail&utm_campaign=spring&gclid=1024',
      want: (seen) =>
        seen.holds('start', { utmSource: 'news', utmMedium: 'mail', utmCampaign: 'spring', adClick: 'gclid' }) &&
        !seen.text.includes('1024'),
    },
    {
      name: 'device at the start',
      want: (seen) =>
        seen.holds('start', { userAgent: /Mozilla/, language: /./, timezone: /./, screenWidth: (width) => width > 0, dark: false }),
    },
    {
      name: 'page view: load, then route',
      act: `history.pushState({}, '', '/next/place')`,
      want: (seen) => seen.holds('page', { kind: 'load' }) && seen.has('page', { kind: 'route', url: /\/next\/place/ }),
      marker: '/next/place',
    },
    {
      name: 'identify',
      start: 'init',
      act: `probe.identify('u_1027', { plan: 'pro' })`,
      want: (seen) => seen.has('identify', { user: 'u_1027', traits: /pro/ }),
      patienceMs: 6000,
    },
    {
      name: 'track',
      start: 'init',
      act: `probe.track('signup', { step: 1028 })`,
      want: (seen) => seen.has('track', { name: 'signup', properties: /1028/ }),
      patienceMs: 6000,
    },
    {
      name: 'experiment',
      start: 'init',
      act: `probe.experiment('cta', 'B')`,
      want: (seen) => seen.has('experiment', { name: 'cta', variant: 'B' }),
      patienceMs: 6000,
    },
    {
      name: 'captureError',
      start: 'init',
      act: `probe.captureError(new RangeError('caught 1030'), { where: 'cart' })`,
      want: (seen) => seen.has('error', { kind: 'captured', message: /caught 1030/, properties: /cart/ }),
      patienceMs: 6000,
    },
    {
      name: 'state: whole, then what changed',
      start: 'init',
      options: { state: true },
      act: `probe.state('cart', { items: 1, open: false }); ${waitFor(60)}; probe.state('cart', { items: 2, open: false })`,
      want: (seen) =>
        seen.has('appState', { name: 'cart', isWhole: true }) &&
        seen.has('appState', { name: 'cart', isWhole: false, patch: (patch) => !patch.includes('open') }),
      patienceMs: 6000,
    },
    {
      name: 'what recording cost',
      html: '<p id="a">x</p>',
      act: `for (let i = 0; i < 300; i++) { a.append('x' + i); if (i % 30 === 0) ${waitFor(20)} }`,
      want: (seen) => seen.holds('budget', { spentMs: (ms) => ms > 0, windowMs: (ms) => ms > 0 }),
    },
    {
      name: 'the end, with its reason',
      html: '<p>x</p>',
      act: 'await probe.stop?.()',
      want: (seen) => seen.has('end', { reason: 'stop' }),
    },
  ],
}
