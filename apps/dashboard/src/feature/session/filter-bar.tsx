import { Group, Pill, Select, Text } from '@mantine/core'
import type { SessionQuery } from '../../search.ts'
import { deviceNames, devices } from '../../ui/device.tsx'
import { capitalise } from '../../ui/capitalise.ts'
import { usePages } from '../../query/heatmap.ts'
import { wordsFromQuery } from './session-filter.ts'
import classes from './filter-bar.module.css'
import { lookOf, troubleKinds } from './signal-kind.ts'

const sorts = [
  { value: 'newest', label: 'Newest first' },
  { value: 'friction', label: 'Most friction first' },
  { value: 'longest', label: 'Longest first' },
  { value: 'most-active', label: 'Most active first' },
  { value: 'oldest', label: 'Oldest first' },
]

/** Conditions, all of which must hold; each also stands as a chip that takes it away. */
export function FilterBar({
  project,
  query,
  sources,
  set,
}: {
  project: string
  query: SessionQuery
  sources: readonly string[]
  set: (query: SessionQuery) => void
}) {
  const pages = usePages(project)
  const change = (part: SessionQuery): void => set({ ...query, ...part })
  const words = wordsFromQuery(query)
  // What was chosen can be seen, whether or not it is there.
  const pageChoices = [...new Set([...(pages.data ?? []).map(({ page }) => page), ...(query.page ? [query.page] : [])])]
  const sourceChoices = [...new Set([...sources, ...(query.source ? [query.source] : [])])]
  return (
    <Group gap="xs">
      <Select
        size="xs"
        className={classes['choice']}
        aria-label="Device"
        placeholder="Any device"
        clearable
        value={query.device ?? null}
        onChange={(value) => change({ device: (value as SessionQuery['device']) ?? undefined })}
        data={devices.map((value) => ({ value, label: deviceNames[value] }))}
      />
      <Select
        size="xs"
        className={classes['choice']}
        aria-label="Signal"
        placeholder="Any signal"
        clearable
        value={query.signal ?? null}
        onChange={(value) => change({ signal: value ?? undefined })}
        data={troubleKinds.map((value) => ({ value, label: capitalise(lookOf(value).label) }))}
      />
      <Select
        size="xs"
        className={classes['choice']}
        aria-label="Page"
        placeholder="Any page"
        clearable
        searchable
        value={query.page ?? null}
        onChange={(value) => change({ page: value ?? undefined })}
        data={pageChoices}
        nothingFoundMessage={pageChoices.length ? 'No such page' : 'No page has been viewed yet'}
      />
      <Select
        size="xs"
        className={classes['choice']}
        aria-label="Source"
        placeholder="Any source"
        clearable
        searchable
        value={query.source ?? null}
        onChange={(value) => change({ source: value ?? undefined })}
        data={sourceChoices}
        nothingFoundMessage={sourceChoices.length ? 'No such source' : 'No session is listed, so no source either'}
      />
      <Select
        size="xs"
        className={classes['choice']}
        aria-label="Order"
        value={query.sort ?? 'newest'}
        allowDeselect={false}
        onChange={(value) => change({ sort: value === 'newest' ? undefined : (value as SessionQuery['sort']) })}
        data={sorts}
      />
      {words.length > 0 && (
        <Group gap={6} w="100%">
          <Text fz="sm" c="dimmed">
            Sessions
          </Text>
          {words.map(({ key, words: text }) => (
            <Pill
              key={key}
              withRemoveButton
              onRemove={() => change({ [key]: undefined, ...(key === 'clicked' ? { name: undefined } : {}) })}
              removeButtonProps={{ 'aria-label': `Remove: ${text}` }}
            >
              {text}
            </Pill>
          ))}
        </Group>
      )}
    </Group>
  )
}
