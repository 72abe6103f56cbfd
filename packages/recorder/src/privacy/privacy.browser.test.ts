import { expect, test } from 'vitest'
import { readEvents, rebuild } from '../../test/rebuild.ts'
import { type RecordOptions, record } from '../record.ts'

/** Every canary is a word that only one place of the page holds. */
const page = `
<style>.known{color:red} .known::before{content:"CANARYcss"} /* CANARYcomment */</style>
<p class="known CANARYclass" id="CANARYid" data-user="CANARYdata" title="CANARYtitle" aria-label="CANARYaria">CANARYtext</p>
<a href="https://example.com/u/jane@CANARYmail.org/99887766?token=CANARYquery#CANARYhash">CANARYlink</a>
<img alt="CANARYalt" src="data:image/png;base64,CANARYpng" srcset="CANARYsrcset.png 2x">
<input value="CANARYvalue" name="CANARYname" placeholder="CANARYplaceholder"><input type="password" id="pw" value="CANARYpassword">
<input type="hidden" value="CANARYhidden"><input type="checkbox" value="CANARYcheck"><input type="submit" value="CANARYsubmit">
<textarea>CANARYarea</textarea><select><option value="CANARYoption" label="CANARYlabel">CANARYchoice</option></select>
<script type="text/plain">CANARYscript</script><noscript>CANARYnoscript</noscript><template>CANARYtemplate</template>
<iframe srcdoc="CANARYframe" title="CANARYframetitle"></iframe><!-- CANARYnode -->
<svg><title>CANARYsvg</title><text>CANARYsvgtext</text><style>.a{--x:"CANARYvar"}</style></svg>
<div data-playhead-unmask>shown <b class="fs-mask">CANARYnested</b><div class="rr-block">CANARYblocked</div></div>
<button onclick="void 'CANARYhandler'">CANARYbutton</button><form name="CANARYform"><input id="typed" aria-label="CANARYfield"></form>`

async function recordPage(options: Partial<RecordOptions>): Promise<string> {
  const chunks: Uint8Array[] = []
  const stage = document.createElement('div')
  stage.innerHTML = page
  document.body.append(stage)
  document.title = 'CANARYdocument'
  const recording = record({ emit: (chunk) => void chunks.push(chunk), ...options })
  await new Promise((resolve) => setTimeout(resolve, 20))
  const typed = stage.querySelector<HTMLInputElement>('#typed')!
  typed.focus()
  typed.value = 'CANARYtyped'
  typed.dispatchEvent(new InputEvent('input', { bubbles: true }))
  typed.dispatchEvent(new Event('change', { bubbles: true }))
  const password = stage.querySelector<HTMLInputElement>('#pw')!
  password.type = 'text'
  password.value = 'CANARYrevealed'
  stage.querySelector('button')!.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 5, clientY: 5 }))
  stage.querySelector('p')!.firstChild!.nodeValue = 'CANARYchanged'
  stage.querySelector('p')!.setAttribute('title', 'CANARYnewtitle')
  stage.insertAdjacentHTML('beforeend', '<em title="CANARYadded">CANARYaddedtext</em>')
  // Never thrown: the test runner would take it for a failure of its own.
  window.dispatchEvent(new ErrorEvent('error', { message: 'CANARYevent', error: new TypeError('CANARYerror') }))
  window.dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: 'CANARYreason' }))
  console.debug('CANARYconsole', { secret: 'CANARYargument' }, new Error('CANARYlogged'))
  await fetch(`/CANARYpath@x/12345678?q=CANARYsearch`).catch(() => undefined)
  history.pushState({ secret: 'CANARYstate' }, '', `#CANARYroute`)
  await recording.flush()
  await recording.stop()
  history.replaceState(null, '', location.pathname + location.search)
  stage.remove()
  const events = await readEvents(chunks)
  expect(events.some(({ type }) => type === 'keyframe')).toBe(true)
  expect(rebuild(events).unplaced).toBe(0)
  return JSON.stringify(events)
}
const canaries = (text: string): string[] => [...new Set(text.match(/CANARY\w+/g))].sort()

test('strict: nothing of the page’s data leaves, in any event', async () => {
  const told = await recordPage({})
  expect(canaries(told)).toEqual([])
  for (const type of ['click', 'form', 'error', 'console', 'request', 'input', 'page']) expect(told).toContain(`"type":"${type}"`)
  expect(told).toContain('class=\\"known\\"')
  expect(told).toContain('shown')
})

test('relaxed: text is told, values are not; what is secret stays so for its life', async () => {
  const found = canaries(await recordPage({ privacy: 'relaxed', assets: 'off' }))
  expect(found).toContain('CANARYtext')
  for (const name of [
    'value',
    'password',
    'revealed',
    'hidden',
    'check',
    'area',
    'typed',
    'nested',
    'blocked',
    'query',
    'search',
    'mail',
    'argument',
    'handler',
    'script',
    'noscript',
    'template',
    'srcset',
  ])
    expect(found).not.toContain(`CANARY${name}`)
})

test('a selector unmasks what it names, never a password', async () => {
  const found = canaries(await recordPage({ unmask: 'p, input', assets: 'off' }))
  expect(found).toContain('CANARYtext')
  expect(found).toContain('CANARYtyped')
  expect(found).not.toContain('CANARYpassword')
  expect(found).not.toContain('CANARYrevealed')
  expect(found).not.toContain('CANARYlink')
})

test('a name is told as its own element may be; a secret list and text area never; attributes by vocabulary', async () => {
  const stage = document.createElement('div')
  stage.innerHTML = `<textarea autocomplete="cc-number" data-playhead-unmask>CANARYarea</textarea>
<select autocomplete="cc-exp-month" data-playhead-unmask><option>01</option><option value="CANARYvalue" selected>CANARYoption</option></select>
<div id="bal" data-playhead-mask>CANARYbalance</div><button aria-labelledby="bal">pay</button>
<div id="blk" data-playhead-block>CANARYblocked</div><input aria-labelledby="blk">`
  document.body.append(stage)
  document.title = 'shop'
  const chunks: Uint8Array[] = []
  const recording = record({ emit: (chunk) => void chunks.push(chunk), privacy: 'relaxed', assets: 'off' })
  stage.querySelector('button')!.click()
  stage.querySelector('input')!.click()
  stage.querySelector('textarea')!.textContent = 'CANARYchanged'
  await recording.stop()
  stage.remove()
  const events = await readEvents(chunks)
  expect(canaries(JSON.stringify(events))).toEqual([])
  const html = rebuild(events).html()
  expect(html.slice(html.indexOf('<select'), html.indexOf('</select'))).not.toContain('selected')
})

test('strict: attributes tell only what HTML and SVG define', async () => {
  const stage = document.createElement('div')
  stage.innerHTML = `<p role="CANARYrole" rel="CANARYrel" media="CANARYmedia" wrap="CANARYwrap" color="CANARYcolor" dir="CANARYdir" as="CANARYas" part="CANARYpart" lang="CANARYlang"></p>
<input type="date" min="1984-03-07"><meter min="0" max="999999" value="724318"></meter><ol><li value="724318">x</li></ol>
<svg id="CANARYid" fill="CANARYfill" values="CANARYvalues"><linearGradient id="CANARYgrad"></linearGradient><path d="M1 2L3 4e-5z" fill="url(#CANARYgrad)" stroke="#ff0000"></path><use href="#CANARYid"></use><a href="#CANARYhash"></a></svg><b role="button" dir="rtl"></b>`
  document.body.append(stage)
  const chunks: Uint8Array[] = []
  const recording = record({ emit: (chunk) => void chunks.push(chunk), assets: 'off' })
  stage.querySelector('p')!.setAttribute('data-CANARYname', '1')
  await recording.flush()
  stage.querySelector('p')!.removeAttribute('data-CANARYname')
  const error = new Error('bad\n    at CANARYframe (x:12:3)\n    at CANARYurl (https://a.example/x.js:1:2)')
  error.name = 'CANARYerror'
  window.dispatchEvent(new ErrorEvent('error', { error }))
  await recording.stop()
  stage.remove()
  const events = await readEvents(chunks)
  const told = JSON.stringify(events)
  expect(told.match(/canary\w+|724318|1984/gi)).toBe(null)
  const html = rebuild(events).html()
  const id = /<linearGradient id="(\w+)"/i.exec(html)?.[1]
  expect(html).toContain(`fill="url(#${id})"`)
  expect(html).toContain('d="M1 2L3 4e-5z"')
  expect(html).toContain('role="button" dir="rtl"')
})

test('strict: what was told of an attribute is taken back, and a style that moved says no text after', async () => {
  const stage = document.createElement('div')
  stage.innerHTML = '<style>.shown{top:0}</style><p class="shown" title="a" style="opacity: 0.5"></p>'
  document.body.append(stage)
  const chunks: Uint8Array[] = []
  const recording = record({ emit: (chunk) => void chunks.push(chunk), assets: 'off' })
  await recording.flush()
  const p = stage.querySelector('p')!
  const html = async (): Promise<string> => {
    await recording.flush()
    const tags = rebuild(await readEvents(chunks))
      .html()
      .match(/<p [^>]*>/g)
    return tags!.at(-1)!
  }
  expect(await html()).toContain('class="shown"')
  p.style.opacity = '0.25'
  await html()
  p.style.opacity = '0.75'
  expect(await html()).toContain('opacity: 0.75')
  p.setAttribute('style', '--x: "CANARYvariable"; opacity: 0.5')
  p.className = 'CANARYclass'
  p.removeAttribute('title')
  expect(await html()).not.toMatch(/shown|title|CANARY/)
  await recording.stop()
  stage.remove()
  expect(canaries(JSON.stringify(await readEvents(chunks)))).toEqual([])
})

test('a selector that cannot be read hides everything; a marker may stand anywhere in a list of classes', async () => {
  const stage = document.createElement('div')
  stage.innerHTML = `<p class="a\nfs-mask">CANARYclass</p><p>CANARYplain</p><p data-playhead-block title="CANARYtitle" data-x="CANARYdata">a</p>`
  document.body.append(stage)
  const found: string[][] = []
  for (const options of [{}, { mask: '[[' }, { block: 'p:nope(' }, { unmask: '[[' }]) {
    const chunks: Uint8Array[] = []
    const recording = record({ emit: (chunk) => void chunks.push(chunk), privacy: 'relaxed', assets: 'off', ...options })
    await recording.flush()
    await recording.stop()
    found.push(canaries(JSON.stringify(await readEvents(chunks))))
  }
  stage.remove()
  expect(found).toEqual([['CANARYplain'], [], [], ['CANARYplain']])
})

test('rules of an address hold as soon as it is another: at once where they are stricter, with the next keyframe where not', async () => {
  const before = location.href
  const stage = document.createElement('p')
  document.body.append(stage)
  const chunks: Uint8Array[] = []
  const privacyRules = [{ url: '/open/*', privacy: 'relaxed' as const }]
  history.pushState(null, '', '/open/1')
  stage.textContent = 'CANARYopen'
  const recording = record({ emit: (chunk) => void chunks.push(chunk), privacyRules, assets: 'off' })
  await recording.flush()
  history.pushState(null, '', '/closed/1')
  stage.textContent = 'CANARYclosed'
  await recording.flush()
  stage.textContent = 'CANARYleft'
  history.pushState(null, '', '/open/2')
  await recording.flush()
  stage.textContent = 'CANARYagain'
  await expect
    .poll(async () => (await recording.flush(), canaries(JSON.stringify(await readEvents(chunks)))), { timeout: 5000 })
    .toContain('CANARYagain')
  await recording.stop()
  history.replaceState(null, '', before)
  stage.remove()
  expect(canaries(JSON.stringify(await readEvents(chunks)))).toEqual(['CANARYagain', 'CANARYopen'])
})

test('what was a password for a moment, before anything was told of it, stays secret', async () => {
  const stage = document.createElement('div')
  document.body.append(stage)
  const chunks: Uint8Array[] = []
  const recording = record({ emit: (chunk) => void chunks.push(chunk), unmask: 'input', assets: 'off' })
  await recording.flush()
  stage.innerHTML =
    '<input type="password" id="one"><input type="password" name="two"><input autocomplete="cc-number" id="three"><input id="four">'
  const [one, two, three, four] = stage.children as unknown as HTMLInputElement[]
  one!.type = 'text'
  three!.autocomplete = 'off'
  for (const field of [one, three]) field!.setAttribute('value', 'CANARYsecret')
  four!.value = 'CANARYplain'
  two!.outerHTML = '<input name="two" value="CANARYtwo">'
  await recording.stop()
  stage.remove()
  expect(canaries(JSON.stringify(await readEvents(chunks)))).toEqual(['CANARYplain'])
})

test('what is typed into anything that can be edited is a value: masked at every level, unless it is unmasked', async () => {
  for (const privacy of ['balanced', 'relaxed'] as const) {
    const stage = document.createElement('div')
    stage.innerHTML = `<style>.look{color:red}</style><div class="look" contenteditable>a<b class="look">CANARYbefore</b></div><p role="textbox">a</p>
<p role="searchbox">a</p><p role="combobox">a</p><p contenteditable="plaintext-only" data-playhead-unmask>a</p><p contenteditable="false">a</p>
<div><p class="left" contenteditable>a</p></div><input role="combobox" placeholder="CANARYhint"><iframe></iframe>`
    document.body.append(stage)
    const frame = stage.querySelector('iframe')!.contentDocument!
    frame.body.textContent = 'a'
    frame.designMode = 'on'
    const chunks: Uint8Array[] = []
    const recording = record({ emit: (chunk) => void chunks.push(chunk), privacy, assets: 'off' })
    await recording.flush()
    const [rich, textbox, searchbox, combobox, shown, plain] = stage.querySelectorAll('[contenteditable]:not(.left), [role]:not(input)')
    rich!.firstChild!.nodeValue = 'CANARYrich'
    rich!.insertAdjacentHTML('beforeend', '<p title="CANARYtitle">CANARYline</p>')
    for (const [field, text] of [
      [textbox, 'textbox'],
      [searchbox, 'searchbox'],
      [combobox, 'combobox'],
      [shown, 'shown'],
      [plain, 'plain'],
    ] as const)
      field!.firstChild!.nodeValue = `CANARY${text}`
    frame.body.firstChild!.nodeValue = 'CANARYdesign'
    await recording.flush()
    const left = stage.querySelector('.left')!
    left.setAttribute('contenteditable', 'false')
    // Gone before anything was told of it.
    stage.insertAdjacentHTML('beforeend', '<p contenteditable>a</p>')
    const short = stage.lastElementChild!
    short.setAttribute('contenteditable', 'false')
    short.textContent = 'CANARYshort'
    left.firstChild!.nodeValue = 'CANARYleft'
    left.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 5, clientY: 5 }))
    await recording.stop()
    stage.remove()
    const events = await readEvents(chunks)
    expect(canaries(JSON.stringify(events)), privacy).toEqual(['CANARYhint', 'CANARYplain', 'CANARYshown'])
    expect(rebuild(events).html()).toContain('<b class="look">')
    // A keyframe of what was typed.
    document.body.append(stage)
    const again: Uint8Array[] = []
    await record({ emit: (chunk) => void again.push(chunk), privacy, assets: 'off' }).stop()
    stage.remove()
    expect(canaries(JSON.stringify(await readEvents(again)))).toEqual([
      'CANARYhint',
      'CANARYleft',
      'CANARYplain',
      'CANARYshort',
      'CANARYshown',
    ])
  }
})

test('a choice is told neither where text is masked nor where a marker masks it', async () => {
  const stage = document.createElement('div')
  const form =
    '<input type="radio" name="r"><input type="radio" name="r" checked><input type="checkbox" checked><select><option>a<option selected>b</select>'
  stage.innerHTML = `<form data-playhead-mask>${form}</form>`
  document.body.append(stage)
  const tell = async (privacy: 'strict' | 'relaxed'): Promise<string> => {
    stage.innerHTML = `<form data-playhead-mask>${form}</form><p role="radio" aria-checked="true">a</p>`
    const chunks: Uint8Array[] = []
    const recording = record({ emit: (chunk) => void chunks.push(chunk), privacy, assets: 'off' })
    const [radio, , box] = stage.querySelectorAll('input')
    const option = stage.querySelector('option')!
    radio!.click()
    box!.click()
    option.selected = true
    await new Promise((resolve) => setTimeout(resolve, 150))
    box!.setAttribute('checked', '')
    box!.removeAttribute('checked')
    option.setAttribute('selected', '')
    stage.querySelector('p')!.setAttribute('aria-checked', 'false')
    await recording.stop()
    return JSON.stringify((await readEvents(chunks)).filter(({ type }) => /^(?:keyframe|add|input|form|attribute)$/.test(type)))
  }
  expect(await tell('strict')).not.toMatch(/checked|selected|lengthBucket/)
  const relaxed = await tell('relaxed')
  expect(relaxed.replaceAll('aria-checked', '')).not.toMatch(/checked|selected|lengthBucket/)
  expect(relaxed).toContain('aria-checked')
  stage.remove()
})

test('what hides addresses belongs to one recording', async () => {
  const stage = document.createElement('div')
  stage.innerHTML = '<a>a</a><svg><g id="layer"></g></svg><p style="background:url(/x.png?user=1)">a</p>'
  document.body.append(stage)
  const told: string[] = []
  for (let i = 0; i < 2; i++) {
    const chunks: Uint8Array[] = []
    const recording = record({ emit: (chunk) => void chunks.push(chunk), assets: 'off' })
    await recording.stop()
    told.push(/x\.png\?~([\da-f]{8})/.exec(JSON.stringify(await readEvents(chunks)))![1]!)
  }
  stage.remove()
  expect(told[0]).not.toBe(told[1])
})

test('a marker that comes and goes with a class changes what is told of what is in it, in the frames after', async () => {
  const chunks: Uint8Array[] = []
  const box = document.createElement('div')
  box.innerHTML = '<div><p>first</p></div><section class="my-dd-privacy-mask"><b>CANARYwithin</b></section>'
  document.body.append(box)
  const recording = record({ emit: (chunk) => void chunks.push(chunk), privacy: 'relaxed' })
  const [outer, text] = [box.firstElementChild!, box.querySelector('p')!.firstChild as Text]
  const say = async (words: string, change: () => void = () => undefined): Promise<void> => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    change()
    text.data = words
  }
  await say('told before')
  await say('CANARYmasked', () => outer.classList.add('rr-mask'))
  await say('CANARYstill', () => outer.setAttribute('data-other', '1'))
  await say('told after', () => outer.classList.remove('rr-mask'))
  await say('CANARYedited', () => outer.setAttribute('contenteditable', ''))
  await say('CANARYonce', () => outer.removeAttribute('contenteditable'))
  await recording.stop()
  box.remove()
  const told = JSON.stringify(await readEvents(chunks))
  expect(canaries(told)).toEqual([])
  for (const words of ['told before', 'told after', 'xxxx']) expect(told).toContain(words)
})
