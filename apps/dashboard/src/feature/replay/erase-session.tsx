import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEraseSession } from '../../query/session.ts'
import { formatCount } from '../../ui/time.ts'

/** Erases a session after asking once more, and goes back to the list. */
export function EraseSession({ project, session }: { project: string; session: string }) {
  const [isOpen, { open, close }] = useDisclosure()
  const erase = useEraseSession(project)
  const navigate = useNavigate()
  const run = async (): Promise<void> => {
    const receipt = await erase.mutateAsync(session)
    const parts = [
      formatCount(receipt.logRecords, 'record'),
      formatCount(receipt.recordingFiles, 'recording file'),
      formatCount(receipt.notes, 'note'),
    ]
    notifications.show({ title: 'Erased for good', message: `${parts.join(', ')}. Receipt ${receipt.id}` })
    await navigate({ to: '/p/$project/sessions', params: { project } })
  }
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        leftSection={<IconTrash size={14} />}
        onClick={open}
        style={{ alignSelf: 'flex-start' }}
      >
        Erase this session …
      </Button>
      <Modal opened={isOpen} onClose={close} title="Erase this session?">
        <Stack gap="md">
          <Text>
            The recording, its notes and its share of heatmaps and counts go for good, on the disk too. What may still come of this visit is
            refused. Backups made before still hold it.
          </Text>
          {erase.error && (
            <Text c="red" role="alert">
              {erase.error.message}
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it
            </Button>
            <Button color="red" loading={erase.isPending} onClick={() => void run().catch(() => undefined)}>
              Erase for good
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
