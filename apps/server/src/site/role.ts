import type { Role } from '@playhead/api'
import { sendError } from './answer.ts'
import type { Page } from './page.ts'

/** Where people look for the dashboard in a process that has none: says what this one does. */
export const createRolePage =
  (roles: readonly Role[]): Page =>
  (_request, response) => {
    const named = roles.length === 1 ? `the role ${roles[0]}` : `the roles ${roles.join(', ')}`
    sendError(
      response,
      'not-found',
      `This process has ${named} (PLAYHEAD_ROLES). The dashboard and the API are with one that has the role api.`,
    )
    return true
  }
