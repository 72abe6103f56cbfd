import { pass, reject, type Step } from './step.ts'

/** The write key in the address says which project this is for. */
export const authenticate: Step = async (work, { findProject }) => {
  const key = work.query.get('k') ?? ''
  const project = key && key.length <= 100 ? await findProject(key) : null
  if (!project) return reject('unknown-key', key.slice(0, 40))
  work.project = project
  return pass
}
