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
    'frame',
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
