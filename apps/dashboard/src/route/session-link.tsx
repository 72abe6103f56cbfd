import { Button, Group, Loader } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconZoomQuestion } from '@tabler/icons-react'
import { Link, Navigate, useParams, useSearch } from '@tanstack/react-router'
import { useFoundSession } from '../query/session.ts'
import { isAbsent } from '../ui/absent.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Failure } from '../ui/failure.tsx'
import { Outside } from '../ui/outside.tsx'

/** Where `playhead.sessionUrl()` points: it knows the session, not the project. Leads on to the replay. */
export function SessionLink() {
  useDocumentTitle('Session – Playhead')
  const { session } = useParams({ from: '/inside/sessions/$session' })
  const search = useSearch({ from: '/inside/sessions/$session' })
  const found = useFoundSession(session)
  if (found.data)
    return <Navigate to="/p/$project/sessions/$session" params={{ project: found.data.project, session }} search={search} replace />
  return (
    <Outside>
      {found.fetchStatus !== 'idle' ? (
        <EmptyState icon={<Loader size={36} />} title="Looking for this session" action={<Back />}>
          {found.failureCount > 0 ? 'It is not here yet. While a visit is being recorded, that can take some seconds.' : null}
        </EmptyState>
      ) : found.error && !isAbsent(found.error) ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : (
        <EmptyState
          icon={<IconZoomQuestion size={40} />}
          title="This session is not here"
          action={
            <Group justify="center">
              <Button onClick={() => void found.refetch()}>Look again</Button>
              <Back />
            </Group>
          }
        >
          If its visit has only just begun, nothing of it may have been sent yet: look again in a moment. Otherwise it was recorded by
          another server, or deleted.
        </EmptyState>
      )}
    </Outside>
  )
}

const Back = () => (
  <Button variant="default" component={Link} to="/">
    To the sessions
  </Button>
)
