import { Box, Skeleton, Stack, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { StorageLimits } from '../feature/project/storage-limits.tsx'
import { StorageUse } from '../feature/project/storage-use.tsx'
import { useStorage } from '../query/storage.ts'
import { Failure } from '../ui/failure.tsx'

/** What is kept of a project, for how long, and how much room that takes. */
export function Settings() {
  useDocumentTitle('Settings – Playhead')
  const { project } = useParams({ from: '/inside/p/$project/settings' })
  const storage = useStorage(project)
  return (
    <Stack p="md" maw={820} gap="lg">
      <Title order={1}>Settings</Title>
      <Box className="sheet" p="md">
        <Title order={2} mb="sm">
          Storage
        </Title>
        {storage.error ? (
          <Failure error={storage.error} retry={() => void storage.refetch()} />
        ) : storage.data ? (
          <Stack gap="lg">
            <StorageUse storage={storage.data} />
            <StorageLimits project={project} storage={storage.data} />
          </Stack>
        ) : (
          <Skeleton h={240} />
        )}
      </Box>
    </Stack>
  )
}
