import type { Probe } from './probe.ts'
import type { Origins } from './site.ts'

/** Documents that probes put into frames. `$FOREIGN` and `$ORIGIN` in a probe are the site's two origins. */
const framed: Readonly<Record<string, string>> = {
  'frame.html': '<title>framed</title><p id="inner">within the frame 7301</p><input id="field">',
  'frame-two.html': '<title>second</title><p id="second">another document 7302</p>',
  'recorded.html':
    '<title>recorded</title><p id="apart">recorded apart 7303</p><script src="$ORIGIN/playhead.js"></script><script>playhead.init({ key: new URLSearchParams(location.search).get("key"), host: "$ORIGIN", consent: "granted", privacy: "relaxed", frames: ["$ORIGIN"] })</script>',
}

/** Puts the site's two origins into what a probe says. */
export const fill = (text: string, { origin, foreign }: Origins): string =>
  text.replaceAll('$ORIGIN', origin).replaceAll('$FOREIGN', foreign)

/** The page of a probe, by path; null for what is no page. */
export function createPages(probes: readonly Probe[], script: string): (path: string, origins: Origins) => string | null {
  const byName = new Map(probes.map((probe) => [probe.name, probe]))
  return (path, origins) => {
    const frame = framed[path.slice(1)]
    if (frame) return `<!doctype html>${fill(frame, origins)}`
    const probe = path.startsWith('/probe/') && byName.get(decodeURIComponent(path.slice('/probe/'.length)))
    if (!probe) return null
    const { head = '', html = '' } = probe
    return fill(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>probe</title><link rel="icon" href="data:,">${script}${head}</head><body>${html}</body></html>`,
      origins,
    )
  }
}
