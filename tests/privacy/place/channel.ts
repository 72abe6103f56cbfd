import { type Place, scriptPlaces } from './place.ts'

/** What a page says to its console, its servers, its other parts; and what it throws. */
export const channelPlaces: readonly Place[] = [
  ...scriptPlaces('console', 'balanced', {
    'console.log': 'console.log("$")',
    'console.info': 'console.info("$ x")',
    'console.warn': 'console.warn("x $")',
    'console.error': 'console.error("$")',
    'console.debug': 'console.debug("$")',
    'console.error of an error': 'console.error(new Error("$"))',
    'console, cause of an error': 'console.error("x", new Error("x", { cause: new Error("$") }))',
  }),
  ...scriptPlaces('console', undefined, {
    'console argument': 'console.log("%s", "$")',
    'console object': 'console.log({ user: "$" }, ["$"])',
    'console object’s name': 'console.log({ $: 1 }, Symbol("$"), () => "$")',
    'console.table': 'console.table([{ user: "$" }])',
    'console.dir': 'console.dir({ user: "$" })',
    'console.assert': 'console.assert(false, "$")',
    'console.group': 'console.group("$"); console.groupEnd()',
    'console.trace': 'console.trace("$")',
    'console.time': 'console.time("$"); console.timeEnd("$")',
    'console.count': 'console.count("$")',
  }),
  ...scriptPlaces('error', 'balanced', {
    'uncaught error': 'setTimeout(() => { throw new TypeError("$") }); await wait(30)',
    'uncaught string': 'setTimeout(() => { throw "$" }); await wait(30)',
    'unhandled rejection': 'Promise.reject(new Error("$")); await wait(30)',
    'captured error': 'playhead.captureError(new Error("$"))',
    'ErrorEvent message': 'dispatchEvent(new ErrorEvent("error", { message: "$" }))',
    DOMException: 'playhead.captureError(new DOMException("$", "$"))',
  }),
  ...scriptPlaces('error', undefined, {
    'error name': 'const e = new Error("x"); e.name = "$"; playhead.captureError(e); setTimeout(() => { throw e }); await wait(30)',
    'error class': 'playhead.captureError(new (class $ extends Error {})("x"))',
    'error property': 'playhead.captureError(Object.assign(new Error("x"), { user: "$" }))',
    'thrown object': 'setTimeout(() => { throw { user: "$", toString: () => "x" } }); await wait(30)',
    'rejected with an object': 'Promise.reject({ user: "$" }); await wait(30)',
    'cause of an error': 'setTimeout(() => { throw new Error("x", { cause: "$" }) }); await wait(30)',
    AggregateError: 'playhead.captureError(new AggregateError([new Error("$")], "x"))',
    'error stack':
      'const e = new Error("x"); e.stack = "Error: x\\n    at $ https://example.com/a.js:1:2\\n    at f (https://example.com/a.js?user=$:1:2)\\n$"; playhead.captureError(e)',
    'message within a stack': [
      'const e = new Error("x\\n    at $ (https://example.com/$:1:2)"); playhead.captureError(e)',
      { shows: 'balanced' },
    ],
    'source of an error':
      'dispatchEvent(new ErrorEvent("error", { message: "x", filename: "https://example.com/a.js?user=$", lineno: 1, colno: 2 }))',
    'sourceURL of an error':
      'try { (0, eval)("throw new Error(1) //# sourceURL=https://example.com/a.js?user=$") } catch (e) { playhead.captureError(e) }',
    'resource that failed, image': 'fill("<img src=\'/missing.png?user=$\'>"); await wait(60)',
    'resource that failed, script':
      'const s = document.createElement("script"); s.src = "/missing.js?user=$"; stage().append(s); await wait(60)',
    'resource that failed, sheet': 'fill("<link rel=stylesheet href=\'/missing.css?user=$\'>"); await wait(60)',
    'CSP violation':
      'document.dispatchEvent(new SecurityPolicyViolationEvent("securitypolicyviolation", { blockedURI: "https://example.com/?$", sample: "$" }))',
  }),
  ...scriptPlaces('network', undefined, {
    'fetch, query': 'await fetch("/api/x?user=$")',
    'fetch, path id': ['await fetch("/api/users/$/orders")', { form: 'digits' }],
    'fetch, path e-mail': 'await fetch("/api/users/$@example.com")',
    'fetch, user': 'await fetch("https://$:$@127.0.0.1:65531/").catch(() => 0)',
    'fetch, request headers': 'await fetch("/api/x", { headers: { authorization: "Bearer $", "x-$": "1" } })',
    'fetch, request body': 'await fetch("/api/x", { method: "POST", body: JSON.stringify({ user: "$" }) })',
    'fetch, method': 'await fetch("/api/x", { method: "$" }).catch(() => 0)',
    'fetch, response body': 'await (await fetch("/api/echo?text=$")).text()',
    'fetch, response headers': 'await fetch("/api/header?text=$")',
    'fetch of a Request': 'await fetch(new Request("/api/x?user=$", { method: "POST", body: "$" }))',
    'fetch that fails': 'await fetch("http://127.0.0.1:65531/?user=$").catch(() => 0)',
    'XMLHttpRequest, query': 'await xhr("GET", "/api/x?user=$")',
    'XMLHttpRequest, body and headers': 'await xhr("POST", "/api/x", "user=$", { "x-user": "$" })',
    'XMLHttpRequest, response': 'await xhr("GET", "/api/echo?text=$")',
    'XMLHttpRequest, user': 'await xhr("GET", "/api/x", null, {}, "$", "$")',
    sendBeacon: 'navigator.sendBeacon("/api/x?user=$", "$")',
    'WebSocket address': 'try { new WebSocket(location.origin.replace("http", "ws") + "/socket?user=$") } catch {} await wait(60)',
    'WebSocket protocol': 'try { new WebSocket(location.origin.replace("http", "ws") + "/socket", "$") } catch {} await wait(60)',
    'WebSocket messages': 'await socket("$")',
    'EventSource address': 'const s = new EventSource("/api/events?user=$"); await wait(60); s.close()',
    worker: [
      'const w = new Worker(URL.createObjectURL(new Blob(["console.log(\'$\'); postMessage(\'$\'); setTimeout(() => { throw new Error(\'$\') }, 5)"])), { name: "$" }); await wait(60); w.postMessage("$"); await wait(30); w.terminate()',
      { shows: 'balanced' },
    ],
    'dynamic import': 'await import("/api/module?user=$").catch(() => 0)',
    'performance mark': 'performance.mark("$"); performance.measure("x-$", "$")',
  }),
  ...scriptPlaces('side channel', undefined, {
    'state of the app': 'playhead.state("user", { name: "$", list: ["$"], inner: { password: "$" } })',
    localStorage: 'localStorage.setItem("user-$", "$")',
    sessionStorage: 'sessionStorage.setItem("user-$", "$")',
    IndexedDB: 'await store("$")',
    'Cache storage': 'await (await caches.open("$")).put("/x?$", new Response("$"))',
    postMessage: 'postMessage({ user: "$" }, "*"); await wait(10)',
    BroadcastChannel: 'const b = new BroadcastChannel("$"); b.postMessage("$"); b.close()',
    'custom event': 'document.dispatchEvent(new CustomEvent("x-$", { detail: "$" }))',
    'selected text': [
      'const p = stage("$ and more"); getSelection().selectAllChildren(p); await frame(); document.dispatchEvent(new Event("selectionchange")); await frame()',
      { shows: 'balanced' },
    ],
    'copied text': 'stage("a").dispatchEvent(new ClipboardEvent("copy", { bubbles: true, clipboardData: data("$") }))',
    'cut text': 'stage("a").dispatchEvent(new ClipboardEvent("cut", { bubbles: true, clipboardData: data("$") }))',
    'pasted text': 'fill("<input>").dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: data("$") }))',
    'dropped text': 'stage("a").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: data("$") }))',
    'pressed keys': 'for (const key of "$") fill("<input>").dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, key }))',
    'composed text':
      'const f = fill("<input>"); f.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "$" })); f.dispatchEvent(new InputEvent("beforeinput", { bubbles: true, data: "$" }))',
    'canvas text': 'const c = fill("<canvas width=90 height=20></canvas>"); c.getContext("2d").fillText("$", 0, 10); await frame()',
    'history.scrollRestoration': 'history.replaceState({ user: "$" }, "$", location.href)',
    'prompt text': 'Notification; const d = fill("<dialog>"); d.returnValue = "$"; d.showModal(); d.close("$")',
    'form submitted':
      'const f = fill("<form><input name=q value=$></form>"); f.addEventListener("submit", (e) => e.preventDefault()); f.requestSubmit(); await frame()',
    'form submitted to an address': [
      'const f = fill("<form action=\'/x?$\'><button name=$ value=$>a</button></form>"); f.addEventListener("submit", (e) => e.preventDefault()); f.requestSubmit(f.firstChild); await frame()',
      { shows: 'balanced' },
    ],
    print: [
      'dispatchEvent(new Event("beforeprint")); dispatchEvent(new Event("afterprint")); stage("a").dataset.print = "$"',
      { shows: 'relaxed' },
    ],
    'user timing detail': 'performance.mark("x", { detail: { user: "$" } })',
    'navigator.credentials': 'await navigator.credentials?.get({ password: true }).catch(() => "$")',
  }),
  ...scriptPlaces('named element', 'balanced', {
    'clicked text': 'click(fill("<button type=button>$</button>"))',
    'clicked aria-label': 'click(fill("<button type=button aria-label=$>a</button>"))',
    'clicked title': 'click(fill("<button type=button title=$></button>"))',
    'clicked image': 'click(fill("<button type=button><img alt=$></button>"))',
    'clicked labelledby':
      'const p = stage(); p.innerHTML = "<i id=lb1>$</i><button type=button aria-labelledby=lb1>a</button>"; await frame(); click(p.lastChild)',
    'clicked heading within': 'click(fill(`<div role=button tabindex=0><h3>$</h3>${"lorem ipsum ".repeat(20)}</div>`))',
    'field’s label':
      'const p = stage(); p.innerHTML = "<label for=fl1>$</label><input id=fl1>"; await frame(); p.lastChild.focus(); p.lastChild.dispatchEvent(new InputEvent("input", { bubbles: true }))',
    'field’s placeholder':
      'const f = fill("<input placeholder=$>"); await frame(); f.focus(); f.dispatchEvent(new InputEvent("input", { bubbles: true }))',
    'submit button’s value': 'click(fill("<input type=button value=$>"))',
    'form’s label':
      'const f = fill("<form aria-label=$><input></form>"); await frame(); f.firstChild.focus(); f.firstChild.dispatchEvent(new InputEvent("input", { bubbles: true }))',
    'clicked svg title': 'click(fill("<button type=button><svg><title>$</title></svg></button>"))',
  }),
  ...scriptPlaces('named element', 'relaxed', {
    'clicked class': 'click(fill("<button type=button class=user-$>a</button>"))',
    'clicked id': 'click(fill("<button type=button id=user-$>a</button>"))',
    'clicked data-testid': 'click(fill("<button type=button data-testid=user-$>a</button>"))',
    'clicked name': 'click(fill("<button type=button name=$>a</button>"))',
    'clicked role': 'click(fill("<p role=$ tabindex=0>a</p>"))',
    'form’s name': [
      'const f = fill("<form name=$><input name=$></form>"); await frame(); f.firstChild.focus(); f.firstChild.dispatchEvent(new InputEvent("input", { bubbles: true }))',
      { shows: 'balanced' },
    ],
    'form’s id':
      'const f = fill("<form id=f-$><input id=i-$></form>"); await frame(); f.firstChild.focus(); f.firstChild.dispatchEvent(new InputEvent("input", { bubbles: true }))',
  }),
  ...scriptPlaces('named element', undefined, {
    'clicked link’s address': "click(fill(\"<a href='/x?user=$' onclick='return false'>a</a>\"))",
    'clicked data': ['click(fill("<p tabindex=0 data-user=$>a</p>"))', { shows: 'relaxed' }],
  }),
]
