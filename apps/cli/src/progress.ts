/** How far a long command is. */
export interface Progress {
  /** `done` of `total`, whatever they count: bytes, sessions. */
  tell(done: number, total: number): void
  /** Leaves the line to what comes next. */
  end(): void
}

/** A terminal's bar is drawn anew so often; what is not a terminal gets a line so often. */
const everyMs = { bar: 100, line: 5_000 } as const
const barWidth = 24
/** What took less says little of how long the rest takes. */
const estimateAfterMs = 3_000

/**
 * Progress on stderr: a bar that is drawn over on a terminal, a line every few seconds elsewhere (a service's log), and
 * nothing for scripts that want JSON.
 */
export function createProgress(
  what: string,
  { isJson, stream = process.stderr }: { isJson: boolean; stream?: NodeJS.WriteStream },
): Progress {
  let toldMs = Date.now()
  /** What was told first: opening, and whatever else came before, is no part of the work. */
  let first: { readonly done: number; readonly atMs: number } | undefined
  let hasBar = false
  return {
    tell(done, total) {
      const nowMs = Date.now()
      first ??= { done, atMs: nowMs }
      if (isJson || nowMs - toldMs < (stream.isTTY ? everyMs.bar : everyMs.line)) return
      toldMs = nowMs
      const share = total ? Math.min(1, done / total) : 1
      const tookMs = nowMs - first.atMs
      const leftS = Math.ceil((tookMs * (total - done)) / (done - first.done) / 1000)
      const isKnown = tookMs >= estimateAfterMs && done > first.done && done < total
      const text = `${String(Math.floor(share * 100)).padStart(3)} %${isKnown ? `, ${leftS} s left` : ''}`
      if (!stream.isTTY) return void stream.write(`${what}: ${text.trim()}\n`)
      const filled = Math.round(share * barWidth)
      stream.write(`\r${what} [${'█'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${text}\x1b[K`)
      hasBar = true
    },
    end() {
      if (hasBar) stream.write('\r\x1b[K')
    },
  }
}

/** `1234567` → `1.2 MB`. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return power ? `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}` : `${bytes} bytes`
}
