/** Where a command's result goes: for a script as JSON, for a person as text. Both alone on stdout. */
export interface Output {
  readonly isJson: boolean
  /** Prints the result; `text` is made only when a person reads it. */
  result(value: unknown, text: () => string): void
  /** A sentence beside the result, on stderr; silent for scripts. */
  note(text: string): void
}

export const createOutput = (isJson: boolean): Output => ({
  isJson,
  result(value, text) {
    process.stdout.write(`${isJson ? JSON.stringify(value) : text()}\n`)
  },
  note(text) {
    if (!isJson) process.stderr.write(`${text}\n`)
  },
})

/** `1 log file`, `2 log files`. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** Lines up columns with two spaces between them. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
