import { ActionIcon, Box, Group, Skeleton, Tabs, Text, Tooltip } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconLock } from '@tabler/icons-react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import { createCommands, useReplayKeys } from '../feature/replay/command.ts'
import { Controls } from '../feature/replay/controls.tsx'
import { countMissing, Facts } from '../feature/replay/facts.tsx'
import classes from '../feature/replay/replay.module.css'
import { pathOf, storyFrom } from '../feature/replay/sentence.ts'
import { Story } from '../feature/replay/story.tsx'
import { TabStrip } from '../feature/replay/tab-strip.tsx'
import { Timeline } from '../feature/replay/timeline.tsx'
import { usePlayer } from '../feature/replay/use-player.ts'
import { useNeighbours } from '../query/neighbour.ts'
import { useRecording } from '../query/recording.ts'
import { useSession } from '../query/session.ts'
import { Failure } from '../ui/failure.tsx'
import { formatAgo } from '../ui/time.ts'

export function Replay() {
  const { project, session: id } = useParams({ from: '/inside/p/$project/sessions/$session' })
  return <ReplayOf key={id} project={project} id={id} />
}

function ReplayOf({ project, id }: { project: string; id: string }) {
  const { t = 0 } = useSearch({ from: '/inside/p/$project/sessions/$session' })
  const navigate = useNavigate()
  const session = useSession(project, id)
  const recording = useRecording(project, id)
  const { stage, player, failure, version } = usePlayer(recording.data, t)
  const neighbours = useNeighbours(project, id)
  const isSkippingIdle = useRef(true)
  const viewer = useRef<HTMLDivElement>(null)
  // The player's lists grow in place: `version` says when to read them again.
  const marks = session.data?.marks
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const story = useMemo(() => (player ? storyFrom(player.signals, marks) : []), [player, version, marks])
  const latest = useRef(story)
  latest.current = story
  useDocumentTitle(`${session.data ? `${session.data.entryPage}, ${formatAgo(session.data.startedAt)}` : 'Replay'} – Playhead`)

  const commands = useMemo(() => {
    if (!player) return null
    const keep = (ms: number): void => void navigate({ to: '.', search: { t: Math.round(ms) }, replace: true })
    return createCommands(player, () => latest.current, {
      moved: keep,
      copyLink(ms) {
        keep(ms)
        void copyLink(`${location.origin}${location.pathname}?t=${Math.round(ms)}`)
      },
      fullScreen: () => void (document.fullscreenElement ? document.exitFullscreen() : viewer.current?.requestFullscreen()),
      isSkippingIdle: () => isSkippingIdle.current,
      skipIdle(on) {
        isSkippingIdle.current = on
        player.setSkipIdle(on)
      },
    })
  }, [player, navigate])
  const page = story.findLast((line) => line.kind === 'page' && line.atMs <= (player?.currentMs ?? 0))?.what
  const more = useMemo(() => {
    const go = (session: string | undefined) => () =>
      session && void navigate({ to: '/p/$project/sessions/$session', params: { project, session } })
    return {
      n: go(neighbours.next),
      b: go(neighbours.previous),
      m: () =>
        void navigate({
          to: '/p/$project/heatmaps',
          params: { project },
          search: { page: page?.split(/[?#]/)[0], device: session.data?.device },
        }),
    }
  }, [navigate, neighbours.next, neighbours.previous, project, page, session.data?.device])
  useReplayKeys(commands, more)
  useEffect(() => {
    if (player && t && Math.abs(player.currentMs - t) > 1500 && !player.isPlaying) void player.seek(t)
    // Only a link followed while the page is open; the player's own moves come from the commands.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [t])

  const error = session.error ?? recording.error ?? failure
  if (error) return <Failure error={error} retry={() => void Promise.all([session.refetch(), recording.refetch()])} />
  return (
    <div className={classes['replay']}>
      <div ref={viewer} className={classes['viewer']}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Group gap={4} wrap="nowrap" miw={0}>
            <Tooltip label="All sessions">
              <ActionIcon
                variant="subtle"
                aria-label="All sessions"
                renderRoot={(props) => <Link {...props} to="/p/$project/sessions" params={{ project }} />}
              >
                <IconArrowLeft size={18} />
              </ActionIcon>
            </Tooltip>
            <ActionIcon
              variant="subtle"
              aria-label="Previous session"
              title="Previous session (b)"
              disabled={!neighbours.previous}
              onClick={more.b}
            >
              <IconChevronLeft size={18} />
            </ActionIcon>
            <ActionIcon variant="subtle" aria-label="Next session" title="Next session (n)" disabled={!neighbours.next} onClick={more.n}>
              <IconChevronRight size={18} />
            </ActionIcon>
          </Group>
          <Address player={player} version={version} fallback={session.data?.entryPage ?? ''} />
        </Group>
        {player && <TabStrip player={player} />}
        <div className={classes['chrome']}>
          <div ref={stage} className={classes['stage']} />
          {!player && <Skeleton className={classes['waiting']} />}
        </div>
        {player && commands ? (
          <>
            <Timeline player={player} story={story} moved={commands.moved} />
            <Controls player={player} commands={commands} />
          </>
        ) : (
          <Skeleton height={110} />
        )}
      </div>
      <Box className={`sheet ${classes['side']!}`}>
        <Tabs defaultValue="story" keepMounted={false} className={classes['tabs']}>
          <Tabs.List>
            <Tabs.Tab value="story">Events</Tabs.Tab>
            <Tabs.Tab value="facts">Session{player && player.missing.length > 0 ? ` · ${countMissing(player)} missing` : ''}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="story" className={classes['panel']}>
            {player && commands && <Story player={player} story={story} seek={commands.seek} />}
          </Tabs.Panel>
          <Tabs.Panel value="facts" className={classes['panel']}>
            {session.data && <Facts session={session.data} player={player} />}
          </Tabs.Panel>
        </Tabs>
      </Box>
    </div>
  )
}

/** Browsers give the clipboard to https and localhost only; elsewhere the link is shown, to be copied by hand. */
async function copyLink(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link)
    notifications.show({ message: 'Link to this moment copied' })
  } catch {
    notifications.show({ title: 'Copy this link by hand', message: link, autoClose: false })
  }
}

/** The address bar of the recorded page. */
function Address({ player, version, fallback }: { player: ReturnType<typeof usePlayer>['player']; version: number; fallback: string }) {
  const url = useMemo(() => {
    void version
    return player?.signals.findLast((signal) => signal.type === 'page' && signal.atMs <= player.currentMs + 1)
  }, [player, version])
  return (
    <Group gap={6} wrap="nowrap" className={classes['address']}>
      <IconLock size={13} />
      <Text fz="sm" className="clip" title={url?.type === 'page' ? url.url : ''}>
        {url?.type === 'page' ? `${hostOf(url.url)}${pathOf(url.url)}` : fallback}
      </Text>
    </Group>
  )
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
