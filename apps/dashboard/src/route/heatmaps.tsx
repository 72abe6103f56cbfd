import { Anchor, Box, Button, Group, SegmentedControl, Skeleton, Stack, Text, Title, Tooltip } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ClickMap } from '@playhead/api'
import type { UnplacedElement } from '@playhead/player'
import { IconFlameOff } from '@tabler/icons-react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { ElementList } from '../feature/heatmap/element-list.tsx'
import classes from '../feature/heatmap/heatmap.module.css'
import { MapStage } from '../feature/heatmap/map-stage.tsx'
import { NoElement } from '../feature/heatmap/no-element.tsx'
import { NoView } from '../feature/heatmap/no-view.tsx'
import { PageList } from '../feature/heatmap/page-list.tsx'
import { sayPlaced } from '../feature/heatmap/placed.ts'
import { fewestForColour, SampleBadge } from '../feature/heatmap/sample-badge.tsx'
import { SendVisitors } from '../feature/project/send-visitors.tsx'
import { useBackdrop, useClickMap, usePages } from '../query/heatmap.ts'
import { useSessionCount } from '../query/project.ts'
import { useRecording } from '../query/recording.ts'
import { DeviceIcon, deviceNames, devices } from '../ui/device.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Failure } from '../ui/failure.tsx'
import { isForField } from '../ui/go-key.ts'
import { formatCount } from '../ui/time.ts'

/** The widest viewport of the narrow device classes, CSS px. */
const widest: Partial<Record<(typeof devices)[number], number>> = { phone: 480, tablet: 900 }

/** Where people click on a page: the map over the page as it was recorded, beside the elements that were clicked. */
export function Heatmaps() {
  useDocumentTitle('Heatmaps – Playhead')
  const { project } = useParams({ from: '/inside/p/$project/heatmaps' })
  const search = useSearch({ from: '/inside/p/$project/heatmaps' })
  const navigate = useNavigate({ from: '/p/$project/heatmaps' })
  const pages = usePages(project)
  const page = search.page ?? pages.data?.[0]?.page
  const views = pages.data?.find((item) => item.page === page)?.devices
  // Never all devices in one picture; without a wish, the class with the most views.
  const device = search.device ?? (views ? devices.reduce((most, one) => (views[one] > views[most] ? one : most)) : 'desktop')
  const question = useMemo(() => (page ? { page, device } : null), [page, device])
  const map = useClickMap(project, question)
  const all = useSessionCount(project)
  const backdrop = useBackdrop(project, question)
  const recording = useRecording(project, backdrop.data?.sessionId)
  const [hovered, setHovered] = useState<string | null>(null)
  const [picked, setPicked] = useState<string | null>(null)
  const [lastDrawn, setDrawn] = useState<{ map: ClickMap | undefined; unplaced: readonly UnplacedElement[] } | null>(null)
  // What was drawn before says nothing of this map.
  const drawn = lastDrawn?.map === map.data ? lastDrawn : null
  const unplacedKeys = useMemo(() => new Set(drawn?.unplaced.map(({ key }) => key)), [drawn])
  const tooFew = (map.data?.sessions ?? 0) < fewestForColour
  const mode = search.mode ?? (tooFew ? 'elements' : 'heat')

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isForField(event) || event.shiftKey) return
      if (event.key === 'd')
        void navigate({ search: (old) => ({ ...old, device: devices[(devices.indexOf(device) + 1) % devices.length] }), replace: true })
      if (event.key === 'e' && !tooFew)
        void navigate({ search: (old) => ({ ...old, mode: old.mode ? undefined : 'elements' }), replace: true })
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate, device, tooFew])

  if (pages.error) return <Failure error={pages.error} retry={() => void pages.refetch()} />
  if (pages.isPending) return <Skeleton m="md" h={400} />
  if (!page)
    return (
      <EmptyState
        icon={<IconFlameOff size={40} />}
        title="No page has been viewed yet"
        action={
          project === 'demo' ? (
            <SendVisitors project={project} />
          ) : (
            <Button renderRoot={(props) => <Link {...props} to="/p/$project/install" params={{ project }} />}>Install the snippet</Button>
          )
        }
      >
        A heatmap needs visits. As soon as pages are viewed they are listed here, by device class.
      </EmptyState>
    )
  return (
    <div className={classes['heatmap']}>
      <Box className={`sheet ${classes['column']!}`}>
        <Title order={3} px="sm" py={8} visibleFrom="md">
          Pages
        </Title>
        <PageList
          pages={pages.data}
          page={page}
          device={device}
          pick={(next) => void navigate({ search: (old) => ({ ...old, page: next }) })}
        />
      </Box>
      <Box className={classes['column']} style={{ gap: 10 }}>
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Text fz="xs" c="dimmed" id="views-by-device">
              Views of this page
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby="views-by-device"
              value={device}
              onChange={(value) => void navigate({ search: (old) => ({ ...old, device: value }), replace: true })}
              data={devices.map((value) => ({
                value,
                label: (
                  <Group gap={5} wrap="nowrap" px={2} title={`${deviceNames[value]}: ${formatCount(views?.[value] ?? 0, 'view')}`}>
                    <DeviceIcon device={value} size={15} />
                    <span className="number">{views?.[value] ?? 0}</span>
                  </Group>
                ),
              }))}
            />
            {map.data && map.data.sessions > 0 && <SampleBadge sessions={map.data.sessions} all={all.data} device={device} />}
          </Group>
          <Tooltip label={tooFew ? `Heat takes ${fewestForColour} sessions on this page and device class` : 'Heat or elements (e)'}>
            <SegmentedControl
              size="xs"
              className={classes['mode']}
              value={mode}
              disabled={tooFew}
              onChange={(value) =>
                void navigate({ search: (old) => ({ ...old, mode: value === 'elements' ? 'elements' : undefined }), replace: true })
              }
              data={[
                { value: 'heat', label: 'Heat' },
                { value: 'elements', label: 'Elements' },
              ]}
            />
          </Tooltip>
        </Group>
        {backdrop.data === null ? (
          <Box className={classes['scroller']}>
            <NoView
              page={page}
              device={device}
              views={views}
              showDevice={(next) => void navigate({ search: (old) => ({ ...old, device: next }), replace: true })}
              showPage={() => void navigate({ search: (old) => ({ ...old, page: undefined, device: undefined }), replace: true })}
            />
          </Box>
        ) : recording.error || backdrop.error || map.error ? (
          <Failure
            error={(recording.error ?? backdrop.error ?? map.error)!}
            retry={() => void Promise.all([backdrop.refetch(), map.refetch(), recording.refetch()])}
          />
        ) : recording.data && backdrop.data && map.data && !map.isPlaceholderData ? (
          <MapStage
            loaded={recording.data}
            moment={backdrop.data}
            elements={map.data.elements}
            mode={mode}
            maxWidth={widest[device]}
            highlighted={hovered ?? picked}
            onPick={setPicked}
            onDrawn={({ unplaced }) => setDrawn({ map: map.data, unplaced })}
          />
        ) : (
          <Skeleton style={{ flex: 1 }} />
        )}
      </Box>
      <Box className={`sheet ${classes['column']!}`}>
        <Stack gap={2} px="sm" py={8}>
          <Title order={3}>Elements</Title>
          {map.data && (
            <Text fz="xs" c="dimmed" className="number">
              {map.data.views === 0
                ? 'No view, so no click.'
                : `${formatCount(map.data.clicks, 'click')} in ${formatCount(map.data.views, 'view')}. ${drawn ? sayPlaced(map.data, drawn.unplaced) : ''}`}
            </Text>
          )}
          {backdrop.data && (
            <Text fz="xs" c="dimmed">
              Backdrop:{' '}
              <Anchor
                fz="xs"
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/p/$project/sessions/$session"
                    params={{ project, session: backdrop.data!.sessionId }}
                    search={{ t: backdrop.data!.atMs }}
                  />
                )}
              >
                this moment of a visit
              </Anchor>
            </Text>
          )}
        </Stack>
        {map.data && map.data.views > 0 && map.data.elements.length === 0 ? (
          <NoElement map={map.data} />
        ) : (
          map.data && <ElementList project={project} map={map.data} chosen={picked} unplaced={unplacedKeys} hover={setHovered} />
        )}
      </Box>
    </div>
  )
}
