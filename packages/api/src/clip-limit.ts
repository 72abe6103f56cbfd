/** Longer spans are sent as links. Stands alone, so that the dashboard takes it without the schemas. */
export const longestClipMs = 5 * 60_000
