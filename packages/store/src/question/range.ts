/** A stretch of time: from … to (epoch ms or ISO 8601, `to` excluded), or the last while: `30m`, `24h`, `7d`, `4w`. */
export type Range = { readonly from?: number | string; readonly to?: number | string } | { readonly last: string }
