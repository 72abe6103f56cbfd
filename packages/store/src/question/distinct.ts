/** Of two of a billion sessions these 64 bits are the same with a chance of 1 in 40; ids as text take twice the CPU to tell apart. */
const sessionHash = 'sipHash64(session)'
/** How many sessions rows belong to. */
export const distinctSessions: string = `uniqExact(${sessionHash})`
/** How many sessions rows belong to that meet a condition. */
export const countSessionsIf = (condition: string): string => `uniqExactIf(${sessionHash}, ${condition})`
