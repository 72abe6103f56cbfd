import { Box, Group, ScrollArea, Select, Text, UnstyledButton } from '@mantine/core'
import type { Device, Page } from '@playhead/api'
import { formatCount } from '../../ui/time.ts'
import classes from './heatmap.module.css'

/** The pages with views, most viewed first; at this device class. */
export function PageList({
  pages,
  page,
  device,
  pick,
}: {
  pages: readonly Page[]
  page: string
  device: Device
  pick: (page: string) => void
}) {
  return (
    <>
      <ScrollArea className={classes['pages']} visibleFrom="md">
        {pages.map((item) => (
          <UnstyledButton
            key={item.page}
            className={classes['page']}
            data-chosen={item.page === page || undefined}
            onClick={() => pick(item.page)}
          >
            <Text fz="sm" className="clip" fw={item.page === page ? 600 : 400} title={item.page}>
              {item.page}
            </Text>
            <Group gap={6} wrap="nowrap">
              <Text fz="xs" c="dimmed" className="number">
                {formatCount(item.devices[device], 'view')} here, {formatCount(item.clicks, 'click')} in all
              </Text>
            </Group>
          </UnstyledButton>
        ))}
      </ScrollArea>
      <Box hiddenFrom="md">
        <Select
          aria-label="Page"
          value={page}
          data={pages.map((item) => item.page)}
          onChange={(value) => value && pick(value)}
          searchable
          allowDeselect={false}
        />
      </Box>
    </>
  )
}
