/** The one tab of every attack's recording. */
export const tab: string = 'T'.repeat(22)
