import { demoProjectId } from '../demo-project.ts'
import { pass, reject, type Step } from './step.ts'

/** Only pages of the project's own sites may send. The demo shop may also be reached by other names of this server. */
export const checkOrigin: Step = ({ request, project }, { ownOrigins }) => {
  const { origin, host } = request.headers
  if (origin === undefined) return reject('origin-not-allowed', 'the request has no Origin header')
  if (project!.origins.includes(origin)) return pass
  if (project!.id === demoProjectId && (ownOrigins.includes(origin) || (host !== undefined && origin.replace(/^https?:\/\//, '') === host)))
    return pass
  return reject('origin-not-allowed', origin.slice(0, 200))
}
