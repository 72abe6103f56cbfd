import type { Store } from '@playhead/store'
import type { Principal } from './context.ts'

/** Every view of a recording is written down: who, which, when. Commands of this machine stand as the token `control`. */
export const logView = (principal: Principal | null, store: Store, view: { project: string; session: string }): Promise<void> =>
  store.metadata.views.add({
    ...view,
    userId: principal?.kind === 'user' ? principal.user.id : null,
    tokenId: principal?.kind === 'token' ? principal.id : principal?.kind === 'control' ? 'control' : null,
  })
