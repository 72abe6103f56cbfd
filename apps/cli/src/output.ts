/** Where a command's result goes: JSON for scripts, sentences for people. */
export interface Output {
  readonly isJson: boolean
  /** Standard output: `value` as JSON, or `text` for people. */
  print(value: unknown, text: string): void
  /** Standard error, for people only. */
  tell(text: string): void
  /** Standard error: what went wrong and its code. */
  fail(code: string, message: string): void
  /** A bar on a terminal's standard error; nothing elsewhere. */
  progress(done: number, total: number, note: string): void
}

export function createOutput({ isJson }: { isJson: boolean }): Output {
  const { stdout, stderr } = process
  return {
    isJson,
    print(value, text) {
      stdout.write(`${isJson ? JSON.stringify(value) : text}\n`)
    },
    tell(text) {
      if (!isJson) stderr.write(`${text}\n`)
    },
    fail(code, message) {
      stderr.write(isJson ? `${JSON.stringify({ error: { code, message } })}\n` : `error ${code}: ${message}\n`)
    },
    progress(done, total, note) {
      if (isJson || !stderr.isTTY) return
      const filled = Math.round((done / Math.max(total, 1)) * 24)
      stderr.write(`\r\u001b[K${'━'.repeat(filled)}${'╌'.repeat(24 - filled)} ${done} of ${total} ${note}`)
      if (done >= total) stderr.write('\n')
    },
  }
}

/** A plain table, columns padded to their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
