import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconZoomQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from './empty-state.tsx'

export function NoSuchPage() {
  useDocumentTitle('No such page – Playhead')
  return (
    <EmptyState
      icon={<IconZoomQuestion size={40} />}
      title="There is no such page"
      action={
        <Button component={Link} to="/">
          To the sessions
        </Button>
      }
    >
      The address is mistyped, or what it led to has gone.
    </EmptyState>
  )
}
