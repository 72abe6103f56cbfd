export interface CommandOptions {
  url: string
  sessions: number
  concurrency: number
  seed: number
  json: boolean
}

export type Parsed = { ok: true; options: CommandOptions } | { ok: false; message: string }

const numbers: Record<string, { least: number; most: number }> = {
  sessions: { least: 1, most: 10_000 },
  concurrency: { least: 1, most: 8 },
  seed: { least: 0, most: 2_147_483_647 },
}

/** Reads the command line; what it cannot use comes back as one sentence. */
export function parseOptions(words: readonly string[]): Parsed {
  const values: Record<string, number> = { sessions: 50, concurrency: 3, seed: 1 }
  let url = ''
  let json = false
  for (let i = 0; i < words.length; i++) {
    const [flag = '', inline] = words[i]!.split(/=(.*)/s, 2)
    const name = flag.replace(/^--/, '')
    if (flag === '--json') {
      json = true
      continue
    }
    if (!flag.startsWith('--') || (name !== 'url' && !Object.hasOwn(numbers, name)))
      return { ok: false, message: `Unknown argument ${flag}. Known: --url, --sessions, --concurrency, --seed, --json.` }
    const value = inline ?? words[++i]
    if (value === undefined) return { ok: false, message: `${flag} needs a value.` }
    if (name === 'url') {
      url = value
      continue
    }
    const { least, most } = numbers[name]!
    if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
      return { ok: false, message: `${flag} must be a whole number from ${least} to ${most}, not ${value}.` }
    values[name] = Number(value)
  }
  if (!url) return { ok: false, message: 'Say where the shop is: --url http://localhost:4700/demo/' }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return { ok: false, message: `--url must be an http address, not ${url}.` }
  return { ok: true, options: { url, json, sessions: values['sessions']!, concurrency: values['concurrency']!, seed: values['seed']! } }
}
