import { Anchor, Box, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { Arrival, Asking } from '../feature/project/arrival.tsx'
import { Snippet } from '../feature/project/snippet.tsx'
import { useProject, useProjectStatus } from '../query/project.ts'
import { Failure } from '../ui/failure.tsx'

/** The snippet, and whether it works. */
export function Install() {
  useDocumentTitle('Install – Playhead')
  const { project: id } = useParams({ from: '/inside/p/$project/install' })
  const project = useProject(id)
  const status = useProjectStatus(id)
  if (project.error) return <Failure error={project.error} retry={() => void project.refetch()} />
  if (!project.data) return <Skeleton m="md" h={300} />
  const { demo } = project.data
  return (
    <Stack p="md" maw={820} gap="lg">
      <Title order={1}>Install</Title>
      {demo && (
        <Text>
          This project records the demo shop of this server, which has the snippet already.{' '}
          <Anchor href="/demo/" target="_blank">
            Open the shop
          </Anchor>
        </Text>
      )}
      <Box className="sheet" p="md">
        <Title order={2} mb="sm">
          Does it arrive?
        </Title>
        {status.error ? (
          <Failure error={status.error} retry={() => void status.refetch()} />
        ) : status.data ? (
          <Arrival project={project.data} status={status.data} />
        ) : (
          <Asking />
        )}
      </Box>
      <Snippet project={project.data} />
    </Stack>
  )
}
