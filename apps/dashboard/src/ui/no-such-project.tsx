import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconZoomQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from './empty-state.tsx'

export function NoSuchProject() {
  useDocumentTitle('No such project – Playhead')
  return (
    <EmptyState
      icon={<IconZoomQuestion size={40} />}
      title="There is no such project"
      action={
        <Button component={Link} to="/projects">
          All projects
        </Button>
      }
    >
      The address is mistyped, or what it led to has gone.
    </EmptyState>
  )
}
