import { Button } from '@mantine/core'
import { ApiError } from '@playhead/api'
import { IconPlugConnectedX, IconZoomQuestion } from '@tabler/icons-react'
import { EmptyState } from './empty-state.tsx'

/** A question that was not answered: what happened, and the way on. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const isAbsent = error instanceof ApiError && error.code === 'not-found'
  const isSilent = error instanceof ApiError && error.code === 'server-unreachable'
  return (
    <EmptyState
      icon={isAbsent ? <IconZoomQuestion size={40} /> : <IconPlugConnectedX size={40} />}
      title={isAbsent ? 'Not here' : isSilent ? 'The server does not answer' : 'That did not work'}
      action={retry && <Button onClick={retry}>Try again</Button>}
    >
      {isSilent ? 'Check that it runs; everything it acknowledged is safe on its disk.' : error.message}
    </EmptyState>
  )
}
