import { ActionIcon, Badge, Box, Group, Stack, Text, Tooltip } from '@mantine/core'
import type { ClickMap, ClickMapElement } from '@playhead/api'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { formatCount } from '../../ui/time.ts'
import classes from './heatmap.module.css'

interface Props {
  readonly project: string
  readonly map: ClickMap
  readonly chosen: string | null
  readonly unplaced: ReadonlySet<string>
  readonly hover: (key: string | null) => void
}

/** Elements by clicks, each with the sessions behind its number. What the map could not place is listed too, and says so. */
export function ElementList({ project, map, chosen, unplaced, hover }: Props) {
  const most = map.elements[0]?.clicks ?? 1
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) list.current?.querySelector('[data-chosen]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <Stack gap={0} ref={list} className={classes['elements']} onMouseLeave={() => hover(null)}>
      {map.elements.map((element, index) => (
        <div
          key={element.key}
          className={classes['element']}
          data-chosen={element.key === chosen || undefined}
          onMouseEnter={() => hover(element.key)}
          onFocus={() => hover(element.key)}
        >
          <Group gap={8} wrap="nowrap" align="flex-start">
            <Text fz="xs" c="dimmed" className="number" w={20} ta="right" pt={2}>
              {index + 1}
            </Text>
            <Box style={{ flex: 1, minWidth: 0 }}>
              <Group justify="space-between" wrap="nowrap" gap={6}>
                <Text fz="sm" fw={600} className="clip" title={element.key}>
                  {element.name || `<${element.tag}>`}
                </Text>
                <Text fz="sm" className="number" style={{ flex: 'none' }}>
                  {element.clicks}
                </Text>
              </Group>
              <Box className={classes['bar']}>
                <Box style={{ width: `${(element.clicks / most) * 100}%` }} />
              </Box>
              <Group gap={6} wrap="wrap">
                <Text fz="xs" c="dimmed" className="number">
                  {perView(element.clicks, map.views)}, {formatCount(element.sessions, 'session')}
                </Text>
                <Flags element={element} isUnplaced={unplaced.has(element.key)} />
              </Group>
            </Box>
            <Tooltip label="Sessions that clicked it">
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={`Sessions that clicked ${element.name || element.tag}`}
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/p/$project/sessions"
                    params={{ project }}
                    search={{ clicked: element.key, name: element.name || element.tag, page: map.page, device: map.device }}
                  />
                )}
              >
                <IconPlayerPlay size={15} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </div>
      ))}
    </Stack>
  )
}

function Flags({ element, isUnplaced }: { element: ClickMapElement; isUnplaced: boolean }) {
  const flag = (text: string, why: string, colour: string) => (
    <Tooltip label={why}>
      <Badge size="xs" variant="outline" tt="none" style={{ color: colour, borderColor: colour }}>
        {text}
      </Badge>
    </Tooltip>
  )
  return (
    <>
      {element.dead > 0 && flag(`${element.dead} dead`, 'Clicks that nothing answered within 2.5 s', 'var(--signal-trouble)')}
      {element.rage > 0 && flag(`${element.rage} rage`, 'Clicks that were part of a rage click', 'var(--signal-error)')}
      {!element.interactive &&
        element.dead === 0 &&
        flag('not clickable', 'People click it, and it is neither a link, a control nor otherwise interactive', 'var(--signal-page)')}
      {isUnplaced &&
        flag(
          'not on this backdrop',
          'The backdrop does not hold this element: another state of the page, or an older version',
          'var(--signal-page)',
        )}
    </>
  )
}

const perView = (clicks: number, views: number): string =>
  views ? `${((clicks / views) * 100).toFixed(clicks >= views ? 0 : 1)} per 100 views` : 'no view'
