import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import type { Storage } from '@playhead/api'
import { useState } from 'react'
import { useSetStorage } from '../../query/storage.ts'

const gigabyte = 1e9

/** How long replays are kept, and how much room they may take. */
export function StorageLimits({ project, storage }: { project: string; storage: Storage }) {
  const [days, setDays] = useState<number | string>(storage.retentionDays)
  const [quota, setQuota] = useState<number | string>(storage.quotaBytes === null ? '' : storage.quotaBytes / gigabyte)
  const save = useSetStorage(project)
  const retentionDays = Number(days)
  const quotaBytes = quota === '' ? null : Math.round(Number(quota) * gigabyte)
  const isChanged = retentionDays !== storage.retentionDays || quotaBytes !== storage.quotaBytes
  return (
    <Stack gap="xs" renderRoot={(props) => <form {...props} />} onSubmit={(event: React.SyntheticEvent) => submit(event)}>
      <Group gap="md" align="flex-start">
        <NumberInput
          label="Keep replays for"
          suffix={Number(days) === 1 ? ' day' : ' days'}
          min={1}
          max={3_650}
          allowDecimal={false}
          value={days}
          onChange={setDays}
          w={{ base: '100%', xs: 200 }}
        />
        <NumberInput
          label="Quota"
          description="Empty: as much as the disk has"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          suffix=" GB"
          min={0.001}
          decimalScale={3}
          value={quota}
          onChange={setQuota}
          w={{ base: '100%', xs: 200 }}
        />
      </Group>
      <Group gap="sm">
        <Button type="submit" loading={save.isPending} disabled={!isChanged || days === ''}>
          Save
        </Button>
        <Text fz="sm" c="dimmed" style={{ flex: '1 1 280px' }}>
          What is over goes within the hour, for good, with its rows: heatmaps and counts are of what is kept. Sessions with notes go last.
        </Text>
      </Group>
      {save.error && (
        <Text fz="sm" c="red" role="alert">
          {save.error.message}
        </Text>
      )}
    </Stack>
  )
  function submit(event: React.SyntheticEvent): void {
    event.preventDefault()
    save.mutate({ retentionDays, quotaBytes })
  }
}
