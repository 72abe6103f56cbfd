/** Where recordings are looked at; `viewer.ts` says how each is shown. */
export const surfaces = ['player', 'click map', 'file'] as const
export type Surface = (typeof surfaces)[number]

/** The one tab of every attack's recording. */
export const tab: string = 'T'.repeat(22)
