import { type Place, scriptPlaces } from './place.ts'

/** What a page says to its console, its servers, its other parts; and what it throws. */
export const channelPlaces: readonly Place[] = [
  ...scriptPlaces('console', 'balanced', {
    'console.log': 'console.log("$")',
    'console.info': 'console.info("$ x")',
    'console.warn': 'console.warn("x $")',
    'console.error': 'console.error("$")',
    'console.debug': 'console.debug("$")',
    'console style': 'console.log("%c$", "color: red")',
    'console.error of an error': 'console.error(new Error("$"))',
    'console, cause of an error': 'console.error("x", new Error("x", { cause: new Error("$") }))',
  }),
  ...scriptPlaces('console', undefined, {
    'console argument': 'console.log("%s", "$")',
    'console object': 'console.log({ user: "$" }, ["$"])',
    'console object’s name': 'console.log({ $: 1 }, Symbol("$"), () => "$")',
    'console element': ['const p = stage("$"); p.id = "$"; console.log(p, document.createTextNode("$"))', { shows: 'balanced' }],
    'console key that is an e-mail address': 'console.log({ usersById: { "$@example.com": 1 } })',
    'console key of words': 'console.log({ "user $": 1, "$/x": 1 })',
    'console key that is a number': ['console.log({ "$": 1, u$: 2 })', { form: 'digits' }],
    'console object of a class':
      'console.log(new (class $ { user = "$" })(), new Map([["$", "$"]]), new Set(["$"]), new URL("https://example.com/?$"))',
    'console object that names itself': 'console.log({ [Symbol.toStringTag]: "$", toJSON: () => "$", toString: () => "$" })',
    'console error’s name': 'const e = new Error("x"); e.name = "$"; console.error(e)',
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
    'rejected with a string': 'Promise.reject("$"); await wait(30)',
    'rejected with a DOMException': 'Promise.reject(new DOMException("$", "AbortError")); await wait(30)',
    reportError: 'reportError(new Error("$")); reportError("$")',
    'error of a handler': 'const p = fill("<p onclick=\'throw new Error(`$`)\'>a</p>"); click(p); await wait(30)',
    'error of the parser': 'setTimeout("$ $"); await wait(30)',
    'unhandled rejection': 'Promise.reject(new Error("$")); await wait(30)',
    'captured error': 'playhead.captureError(new Error("$"))',
    'ErrorEvent message': 'dispatchEvent(new ErrorEvent("error", { message: "$" }))',
    DOMException: 'playhead.captureError(new DOMException("$", "$"))',
  }),
  ...scriptPlaces('error', undefined, {
    'error name': 'const e = new Error("x"); e.name = "$"; playhead.captureError(e); setTimeout(() => { throw e }); await wait(30)',
    'error class': 'playhead.captureError(new (class $ extends Error {})("x"))',
    'error that throws':
      'const e = new Error("x"); Object.defineProperty(e, "message", { get() { throw Object.assign(new Error("$"), { name: "$" }) } }); try { playhead.captureError(e) } catch {} dispatchEvent(new ErrorEvent("error", { error: e, message: "x" }))',
    'error without a prototype': 'playhead.captureError(Object.assign(Object.create(null), { name: "$", user: "$" }))',
    'report of a browser':
      'try { new ReportingObserver(() => 0).observe() } catch {} document.querySelector("div").append(document.createComment("$"))',
    'function in a stack':
      'const o = { ["$ x"]() { throw new Error("x") }, ["$@example.com"]() { throw new Error("x") } }; for (const f of Object.values(o)) try { f() } catch (e) { playhead.captureError(e) }',
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
    'message that is another than in the stack':
      'const e = new Error("x\\n$@https://api.example/reset/$:1:2\\n    at $ (https://api.example/$:1:2)"); e.message = "y"; playhead.captureError(e)',
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
    'fetch, path secret': 'await fetch("/api/reset/$"); await fetch("/api/files/$.pdf")',
    'fetch, path e-mail': 'await fetch("/api/users/$@example.com")',
    'fetch, user': 'await fetch("https://$:$@127.0.0.1:65531/").catch(() => 0)',
    'fetch, request headers': 'await fetch("/api/x", { headers: { authorization: "Bearer $", "x-$": "1" } })',
    'fetch, type of the request': 'await fetch("/api/x", { method: "POST", headers: { "content-type": "text/plain; user=$" }, body: "x" })',
    'fetch, type of the response': 'await fetch("/api/type?text=$")',
    'fetch, path parameter': 'await fetch("/api/orders;user=$/edit")',
    'fetch, path pair': 'await fetch("/api/user=$/~$")',
    'fetch, form':
      'const f = new FormData(); f.append("user", "$"); f.append("$ $", new File(["$"], "$.pdf")); await fetch("/api/x", { method: "POST", body: f })',
    'fetch, key that is an e-mail address':
      'await fetch("/api/x", { method: "POST", body: JSON.stringify({ "$@example.com": 1, "$ x": 2 }) })',
    'fetch, text': 'await fetch("/api/x", { method: "POST", body: "user $ {" })',
    'fetch, bytes':
      'await fetch("/api/x", { method: "POST", body: new TextEncoder().encode("$") }); await fetch("/api/x", { method: "POST", body: new Blob(["$"], { type: "text/$" }) })',
    'fetch, referrer': 'await fetch("/api/x", { referrer: "/x?user=$", integrity: "$" }).catch(() => 0)',
    'fetch of data: and blob:':
      'await fetch("data:text/plain,$"); const u = URL.createObjectURL(new Blob(["$"])); await fetch(u + "#$"); await fetch("$:x").catch(() => 0)',
    'fetch, request body': 'await fetch("/api/x", { method: "POST", body: JSON.stringify({ user: "$" }) })',
    'fetch, method': 'await fetch("/api/x", { method: "$" }).catch(() => 0)',
    'fetch, response body': 'await (await fetch("/api/echo?text=$")).text()',
    'fetch, response headers': 'await fetch("/api/header?text=$")',
    'fetch of a Request': 'await fetch(new Request("/api/x?user=$", { method: "POST", body: "$" }))',
    'fetch that fails': 'await fetch("http://127.0.0.1:65531/?user=$").catch(() => 0)',
    'XMLHttpRequest, query': 'await xhr("GET", "/api/x?user=$")',
    'XMLHttpRequest, body and headers': 'await xhr("POST", "/api/x", "user=$", { "x-user": "$" })',
    'XMLHttpRequest, response': 'await xhr("GET", "/api/echo?text=$")',
    'XMLHttpRequest, JSON':
      'await new Promise((done) => { const x = new XMLHttpRequest(); x.open("POST", "/api/echo?text=$"); x.responseType = "json"; x.onloadend = done; x.send("{\\"$@example.com\\":\\"$\\"}") })',
    'XMLHttpRequest, method and type': 'await xhr("$", "/api/type?text=$", "x", { "content-type": "text/plain; user=$" })',
    'XMLHttpRequest, user': 'await xhr("GET", "/api/x", null, {}, "$", "$")',
    sendBeacon: 'navigator.sendBeacon("/api/x?user=$", "$")',
    'WebSocket address': 'try { new WebSocket(location.origin.replace("http", "ws") + "/socket?user=$") } catch {} await wait(60)',
    'WebSocket protocol': 'try { new WebSocket(location.origin.replace("http", "ws") + "/socket", "$") } catch {} await wait(60)',
    'WebSocket messages': 'await socket("$")',
    'WebSocket bytes and reason':
      'const s = new WebSocket(location.origin.replace("http", "ws") + "/socket;user=$"); s.onopen = () => { s.send(new TextEncoder().encode("$")); s.close(4001, "$") }; await wait(60)',
    'EventSource messages': 'const s = new EventSource("/api/events?text=$"); s.onmessage = () => 0; await wait(60); s.close()',
    'EventSource address': 'const s = new EventSource("/api/events?user=$"); await wait(60); s.close()',
    worker: [
      'const w = new Worker(URL.createObjectURL(new Blob(["console.log(\'$\'); postMessage(\'$\'); setTimeout(() => { throw new Error(\'$\') }, 5)"])), { name: "$" }); await wait(60); w.postMessage("$"); await wait(30); w.terminate()',
      { shows: 'balanced' },
    ],
    'shared worker': 'try { new SharedWorker("/api/module?user=$", { name: "$" }) } catch {} await wait(60)',
    'service worker': 'await navigator.serviceWorker?.register("/api/module?user=$", { scope: "/api/$/" }).catch(() => 0)',
    'module of a script':
      'const s = document.createElement("script"); s.type = "module"; s.textContent = "globalThis.u = \'$\'"; stage().append(s); await wait(60)',
    'dynamic import': 'await import("/api/module?user=$").catch(() => 0)',
    'performance mark': 'performance.mark("$"); performance.measure("x-$", "$")',
  }),
  ...scriptPlaces('side channel', undefined, {
    'state of the app': 'playhead.state("user", { name: "$", list: ["$"], inner: { password: "$" } })',
    'key of the state that is an e-mail address': 'playhead.state("byMail", { usersById: { "$@example.com": { seats: 1 } } })',
    'key of the state that is words': 'playhead.state("byName", { "user $": 1, "x/$": 2 })',
    'key of the state that is a number': ['playhead.state("byId", { "$": 1, u$: 2 })', { form: 'digits' }],
    'key of the state beside one that is data': 'playhead.state("byAny", { byAny: { "ann@example.com": 1, $: 2 } })',
    'key of the state that changed':
      'playhead.state("later", { by: {} }); await wait(100); playhead.state("later", { by: { "$@example.com": 1 } }); await wait(100); playhead.state("later", { by: {} })',
    'name of the state': 'playhead.state("cart of $", 1); playhead.state("$@example.com", 1)',
    'action of the state': [
      'playhead.state("acted", 1, "$@example.com"); await wait(100); playhead.state("acted", 2, "opened $")',
      { shows: 'balanced' },
    ],
    'state that throws':
      'playhead.state("broken", { get user() { throw Object.assign(new Error("$"), { name: "$" }) } }); await wait(100); playhead.state("broken", 1)',
    'state that is no object':
      'playhead.state("kinds", [new (class $ { user = "$" })(), new Map([["$", "$"]]), new Date("$"), Symbol("$"), { [Symbol.toStringTag]: "$", toJSON: () => "$" }])',
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
    'dragged text':
      'const p = stage("a"); p.draggable = true; p.dispatchEvent(new DragEvent("dragstart", { bubbles: true, dataTransfer: data("$") }))',
    'dropped file':
      'const d = new DataTransfer(); d.items.add(new File(["$"], "$.pdf")); stage("a").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: d })); fill("<input>").dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: d }))',
    'clipboard written': 'await Promise.race([navigator.clipboard?.writeText("$").catch(() => 0), wait(100)])',
    'selected in a field':
      'const f = fill("<input value=$>"); f.focus(); f.select(); document.dispatchEvent(new Event("selectionchange")); await frame()',
    'cue of a track':
      'const v = fill("<video></video>"); const t = v.addTextTrack("subtitles", "$", "en"); t.mode = "showing"; t.addCue(new VTTCue(0, 9, "$")); await frame()',
    'media session':
      'try { navigator.mediaSession.metadata = new MediaMetadata({ title: "$", artist: "$", artwork: [{ src: "/image.png?$" }] }) } catch {}',
    'prompt value': 'try { prompt("$", "$") } catch {}',
    notification: 'try { new Notification("$", { body: "$" }) } catch {}',
    'cookie store': 'try { await Promise.race([cookieStore.set("user", "$"), wait(100)]) } catch {}',
    'custom event’s name': 'dispatchEvent(new CustomEvent("$")); stage("a").addEventListener("$", () => 0)',
    'property of an element': 'Object.assign(stage("a"), { user: "$", __reactProps: { name: "$" } })',
    'canvas font and address':
      'const c = fill("<canvas width=90 height=20></canvas>"); const x = c.getContext("2d"); x.font = "12px \'$\'"; x.fillText("$", 0, 10); x.letterSpacing = "1px"; c.toDataURL(); await frame()',
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
    'clicked aria-description': 'click(fill("<button type=button aria-description=$></button>"))',
    'clicked summary': 'click(fill("<details><summary>$</summary></details>").firstChild)',
    'copied from text': 'const p = stage("$"); getSelection().selectAllChildren(p); document.execCommand("copy"); await frame()',
    'legend of fields':
      'const f = fill("<fieldset aria-label=$><legend>$</legend><input><input></fieldset>"); await frame(); f.lastChild.focus(); f.lastChild.dispatchEvent(new InputEvent("input", { bubbles: true }))',
    'section in view': 'const p = fill("<section><h2>$</h2><p>a</p></section>"); p.scrollIntoView(); await wait(300)',
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
