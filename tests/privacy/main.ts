// `npm run privacy [-- chromium|firefox [words]]`: every option (or those whose name has the words) in every browser, peers beside it;
// prints tables, and writes docs/privacy.md where nothing was left out.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../e2e/harness/server.ts'
import { openChromium } from '../browser/chromium.ts'
import type { Driver } from '../browser/driver.ts'
import { openFirefox } from '../browser/firefox.ts'
import { options, type OptionResult, tryOption } from './option.ts'
import { peers, visitWithPeer } from './peer.ts'
import { type Place, places } from './place/index.ts'
import { optionTable, peerTable } from './table.ts'

const [wanted, ...words] = process.argv.slice(2)
const isChosen = (name: string): boolean => name.toLowerCase().includes(words.join(' ').toLowerCase())
type Open = () => Promise<Driver | null>
const browsers: readonly Open[] = [...(wanted === 'firefox' ? [] : [openChromium]), ...(wanted === 'chromium' ? [] : [openFirefox])]
const results: OptionResult[] = []
const peerFound = new Map<string, ReadonlySet<Place>>()
/** Each time in a browser that has seen nothing yet: dialogs, workers and permissions are kept for longer than a visit. */
async function withBrowser<T>(open: Open, use: (driver: Driver) => Promise<T>): Promise<T | null> {
  const driver = await open()
  if (!driver) return null
  try {
    return await use(driver)
  } finally {
    await driver.close()
  }
}
async function tryAll(open: Open): Promise<void> {
  for (const option of options.filter(({ name }) => isChosen(name))) {
    const result = await withBrowser(open, (driver) => tryOption(driver, option))
    if (!result) return
    results.push(result)
    process.stdout.write(
      `${result.isRight ? 'ok  ' : 'FAIL'} ${result.browser}, ${option.name}: ${result.found.size} of ${result.places} places, ${result.searchedBytes} bytes searched\n`,
    )
    for (const line of result.wrong) process.stdout.write(`       ${line}\n`)
  }
  if (open === openFirefox) return
  for (const peer of peers.filter(({ name }) => isChosen(name))) {
    const leaks = await withBrowser(open, (driver) => visitWithPeer(driver, places, peer))
    const found = new Set(leaks?.map(({ planted }) => planted.place))
    peerFound.set(peer.name, found)
    process.stdout.write(`     Chromium, ${peer.name}: ${found.size} of ${places.length} places\n`)
  }
}
// A visit mostly waits.
await Promise.all(browsers.map(tryAll))
const defaultFound = new Set(results.filter(({ option }) => option === options[0]).flatMap(({ found }) => [...found]))
const text = `${optionTable(results)}\n\n${peerTable(new Map([['Playhead, as it comes', defaultFound], ...peerFound]))}`
process.stdout.write(`\n${text}\n`)
if (!wanted) {
  const path = join(root, 'docs/privacy.md')
  const page = readFileSync(path, 'utf8')
  const [before] = page.split('<!-- canaries -->')
  const after = page.split('<!-- /canaries -->')[1]
  if (after === undefined) throw new Error('docs/privacy.md has no place for the tables')
  writeFileSync(path, `${before}<!-- canaries -->\n\n${text}\n\n<!-- /canaries -->${after}`)
}
if (results.some(({ isRight }) => !isRight)) process.exitCode = 1
