import { crashTabs } from './crash.ts'
import { leaveKeyframes } from './keyframe.ts'
import { leavePages, shareKept } from './leave.ts'
import { cutServer, goOffline } from './offline.ts'
import { openWorld } from './world.ts'

/** `npm run loss [-- leave|keyframe|offline|crash]`: the figures of docs/reliability.md, in full. About 20 minutes. */

const wanted = process.argv.slice(2)
const isWanted = (name: string): boolean => !wanted.length || wanted.includes(name)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const say = (text: string): void => void process.stdout.write(`${text}\n`)

const world = await openWorld()
try {
  if (isWanted('leave')) {
    const left = await leavePages(world, 500)
    for (const exit of new Set(left.map((one) => one.exit))) {
      const own = left.filter((one) => one.exit === exit)
      say(`left by ${exit}: ${own.filter(({ isKept }) => isKept).length} of ${own.length} keep every event of the last second`)
    }
    say(`left mid-stream: ${percent(shareKept(left))} of ${left.length} (target >= 99 %)`)
  }
  if (isWanted('keyframe')) {
    const left = await leaveKeyframes(world, 100)
    const pending = left.filter(({ wasPending }) => wasPending)
    say(`keyframe > 64 KB pending at exit: ${percent(shareKept(pending))} of ${pending.length} arrive (target >= 98 %)`)
  }
  if (isWanted('offline')) {
    const offline = await goOffline(world, 600_000)
    say(
      `offline 10 min: ${offline.lost} of ${offline.told} events lost, all there ${offline.caughtUpMs} ms after the line is back (target 0)`,
    )
    const cut = await cutServer(world, 120_000)
    say(`no server for 2 min, over 5 pages and a closed tab: ${cut.lost} of ${cut.told} events lost (target 0)`)
  }
  if (isWanted('crash')) {
    const lost = (await crashTabs(world, 30)).sort((a, b) => a - b)
    say(`tab crashed 30 times: at most ${lost.at(-1)} ms lost, median ${lost[15]} ms (target <= 2,000 ms)`)
  }
} finally {
  await world.close()
}
