import { expect, test } from 'vitest'
import { describeLive, describeModel, rebuild } from '../../test/rebuild.ts'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

const cells = 5000

/** Writes into 5,000 nodes each frame; resolves to how many frames there were. */
async function churn(ms: number, signal?: AbortSignal): Promise<number> {
  const nodes = [...document.querySelectorAll('.cell')]
  const fromMs = performance.now()
  let count = 0
  while (performance.now() - fromMs < ms && !signal?.aborted) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    count++
    for (const [i, node] of nodes.entries()) {
      if (i % 5) node.firstChild!.nodeValue = `${count}-${i}`
      else node.replaceChildren(String(count), document.createElement('i'))
      node.setAttribute('title', String(count))
    }
  }
  return count
}
const html = `<h1>calm</h1><div id="busy">${'<b class="cell">x</b>'.repeat(cells)}</div><p id="beside">beside</p>`
const degraded = async (stage: Stage): Promise<number[]> => (await stage.allOf('budget')).map(({ degraded }) => degraded)

test('what changes faster than can be told rests, is told as a whole, and is right when calm', async () => {
  const bare = document.createElement('div')
  bare.innerHTML = html
  document.body.append(bare)
  const without = await churn(6000)
  bare.remove()

  const stage = openStage(html)
  await until(async () => expect(await stage.allOf('keyframe')).toHaveLength(1))
  const reading = new AbortController()
  const running = churn(60_000, reading.signal)
  await until(async () => expect(await degraded(stage)).toEqual([1]))
  // The rest of the page goes on being told, and nothing of what rests.
  const told = (await stage.allOf('text')).length
  const changes = Array.from({ length: 12 }, (_, i) => `changed meanwhile ${i}`)
  for (const change of changes) {
    stage.find('#beside').firstChild!.nodeValue = change
    await new Promise((resolve) => setTimeout(resolve, 400))
    await frames()
  }
  expect((await stage.allOf('text')).slice(told).map(({ text }) => text)).toEqual(changes)
  expect(await degraded(stage)).toEqual([1])
  reading.abort()
  await running
  // Reading what was told costs this thread most: frames are counted without it.
  const withIt = await churn(6000)
  console.info(`frames in 6 s, ${cells} nodes changing in each: ${without} without the recorder, ${withIt} with it while they rest`)

  await until(async () => expect(await degraded(stage)).toEqual([1, 0]))
  stage.find('h1').textContent = 'all calm'
  stage.find('.cell').textContent = 'told again'
  const model = rebuild(await stage.all())
  expect(describeModel(model.document)).toBe(describeLive(document.documentElement))
  await stage.stop()
})
