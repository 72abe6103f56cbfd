import { pass, reject, type Step } from './step.ts'

/** One bucket per write key and one per network; requests from this machine itself only have the key's. */
export const limitRate: Step = ({ project, network }, { keyBuckets, networkBuckets }) => {
  const waitS = keyBuckets.take(project!.id) || (network && networkBuckets.take(network))
  return waitS ? reject('slow-down', 'more requests than the limit', waitS) : pass
}
