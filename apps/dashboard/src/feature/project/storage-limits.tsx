import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Storage, StorageRequest } from '@playhead/api'
import { useState } from 'react'
import { useSetStorage } from '../../query/storage.ts'
import { quotaText, readDays, readQuota, sayLoss } from './storage-limit.ts'

/** How long replays are kept, and how much room they may take. Keeping less is asked about once more: it applies at once. */
export function StorageLimits({ project, storage }: { project: string; storage: Storage }) {
  const [days, setDays] = useState(String(storage.retentionDays))
  const [quota, setQuota] = useState(quotaText(storage.quotaBytes))
  const [isAsking, { open, close }] = useDisclosure()
  const [told, tell] = useState<readonly string[]>([])
  const save = useSetStorage(project)
  const [readsDays, readsQuota] = [readDays(days), readQuota(quota)]
  const isGood = readsDays.error === undefined && readsQuota.error === undefined
  const wish: StorageRequest | null = isGood ? { retentionDays: readsDays.value, quotaBytes: readsQuota.value } : null
  const isChanged = wish?.retentionDays !== storage.retentionDays || wish.quotaBytes !== storage.quotaBytes
  const run = (): void => {
    if (wish) save.mutate(wish, { onSettled: close })
  }
  return (
    <Stack gap="xs" renderRoot={(props) => <form {...props} noValidate />} onSubmit={(event: React.SyntheticEvent) => submit(event)}>
      <Group gap="md" align="flex-start">
        <TextInput
          label="Keep replays for"
          rightSection={<Unit>days</Unit>}
          rightSectionWidth={52}
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          error={readsDays.error}
          w={{ base: '100%', xs: 200 }}
        />
        <TextInput
          label="Quota"
          description="Empty: as much as the disk has"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          rightSection={<Unit>GB</Unit>}
          rightSectionWidth={52}
          inputMode="decimal"
          value={quota}
          onChange={(event) => setQuota(event.currentTarget.value)}
          error={readsQuota.error}
          w={{ base: '100%', xs: 200 }}
        />
      </Group>
      <Group gap="sm">
        <Button type="submit" loading={save.isPending} disabled={!wish || !isChanged}>
          Save
        </Button>
        <Text fz="sm" fw={600} role="status">
          {save.isSuccess && !isChanged ? 'Saved' : ''}
        </Text>
        <Text fz="sm" c="dimmed" style={{ flex: '1 1 280px' }}>
          What is over goes within the hour, for good, with its rows: heatmaps and counts are of what is kept. Sessions with notes go last.
        </Text>
      </Group>
      {save.error && (
        <Text fz="sm" c="red" role="alert">
          {save.error.message}
        </Text>
      )}
      <Modal opened={isAsking} onClose={close} title="Keep less?">
        <Stack gap="md">
          {told.map((says) => (
            <Text key={says}>{says}</Text>
          ))}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              Leave it
            </Button>
            <Button color="red" loading={save.isPending} onClick={run}>
              Keep less
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  )
  function submit(event: React.SyntheticEvent): void {
    event.preventDefault()
    if (!wish || !isChanged) return
    const loss = sayLoss(storage, wish)
    if (!loss.length) return run()
    tell(loss)
    open()
  }
}

const Unit = ({ children }: { children: string }) => (
  <Text fz="sm" c="dimmed" component="span">
    {children}
  </Text>
)
