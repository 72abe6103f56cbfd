import { pass, reject, type Step, type Verdict } from './step.ts'

/** One bucket per network, before anything is looked up: keys that nobody has cost something, too. This machine itself has none. */
export const limitNetwork: Step = ({ network }, { networkBuckets }) => orLater(network ? networkBuckets.take(network) : 0)

/** One bucket per write key. */
export const limitKey: Step = ({ project }, { keyBuckets }) => orLater(keyBuckets.take(project!.id))

const orLater = (waitS: number): Verdict => (waitS ? reject('slow-down', 'more requests than the limit', waitS) : pass)
