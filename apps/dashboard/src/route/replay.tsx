import { Skeleton } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { use, useEffect, useMemo, useRef, useState } from 'react'
import { ClipJobList } from '../feature/replay/clip-job-list.tsx'
import { ClipPanel } from '../feature/replay/clip-panel.tsx'
import { Controls, type Surroundings } from '../feature/replay/controls.tsx'
import { DeviceChrome } from '../feature/replay/device-chrome.tsx'
import { ReplayDock } from '../feature/replay/dock/dock.tsx'
import { DockSpace, useDock } from '../feature/replay/dock-space.tsx'
import { areAllKnown, leadInMs, matchesFrom, sayNoMatch } from '../feature/replay/match.ts'
import { maskingFrom } from '../feature/replay/masking.ts'
import { noteDraftOf } from '../feature/replay/note-draft.ts'
import { NoteEditor } from '../feature/replay/note-editor.tsx'
import classes from '../feature/replay/replay.module.css'
import { storyFrom } from '../feature/replay/repeat.ts'
import { NoPicture, Opening, Reading, ReplayFailure } from '../feature/replay/replay-state.tsx'
import { eventsFrom } from '../feature/replay/sentence.ts'
import { saveNamed, saveStill } from '../feature/replay/share.ts'
import { usePlaces, useShown } from '../feature/replay/shown.ts'
import { SidePanel } from '../feature/replay/side-panel.tsx'
import { canTakeStill } from '../feature/replay/still.ts'
import { TabStrip } from '../feature/replay/tab-strip.tsx'
import { Timeline } from '../feature/replay/timeline.tsx'
import { TopBar } from '../feature/replay/top-bar.tsx'
import { useClipMode } from '../feature/replay/use-clip-mode.ts'
import { useCommands } from '../feature/replay/use-commands.ts'
import { useFullScreen } from '../feature/replay/use-full-screen.ts'
import { usePlayer } from '../feature/replay/use-player.ts'
import { useReplayKeys } from '../feature/replay/use-replay-keys.ts'
import { filterFromQuery } from '../feature/session/session-filter.ts'
import { api } from '../query/client.ts'
import { type ClipJob, useClips } from '../query/clip.ts'
import { useNeighbours } from '../query/neighbour.ts'
import { useNotes } from '../query/note.ts'
import { useGrowth, useRecording } from '../query/recording.ts'
import { useSession } from '../query/session.ts'
import { ShowShortcuts } from '../ui/shortcut-help.tsx'
import { formatAgo, formatClock } from '../ui/time.ts'

export function Replay() {
  const { project, session: id } = useParams({ from: '/inside/p/$project/sessions/$session' })
  return <ReplayOf key={id} project={project} id={id} />
}

function ReplayOf({ project, id }: { project: string; id: string }) {
  const { t, to, ...query } = useSearch({ from: '/inside/p/$project/sessions/$session' })
  const recording = useRecording(project, id)
  const notes = useNotes(project, id)
  const { stage, player, failure, reading, retry } = usePlayer(recording.data, t ?? 0)
  const session = useSession(project, id, player?.isLive ?? false)
  const growth = useGrowth(project, id, player?.isLive ?? false)
  useEffect(() => {
    if (player && growth.data) void player.extend(growth.data)
  }, [player, growth.data])
  const filter = filterFromQuery(query)
  const neighbours = useNeighbours(project, id, { filter, sort: query.sort })
  const places = usePlaces(player)
  const shown = useShown(player, places)
  const full = useFullScreen()
  const clip = useClipMode(player, { t, to })
  const clips = useClips(project, id, (clipId) => void saveNamed(api.clips.file(project, clipId)))
  const help = use(ShowShortcuts)
  const navigate = useNavigate()
  const [isDockOpen, setDockOpen] = useDock()
  const [noteAtMs, setNoteAtMs] = useState(() => noteDraftOf(project, id).read()?.atMs ?? null)
  const known = player?.signals.length ?? 0
  const isComplete = player?.isComplete ?? false
  const marks = session.data?.marks
  const { signal, clicked, name, page } = query
  const { events, story, matches, masking } = useMemo(() => {
    // The player's lists grow in place: their length says when to read them again.
    void known
    const signals = player?.signals ?? []
    const told = eventsFrom(signals, marks)
    const found = matchesFrom({ signal, clicked, name, page }, signals, marks ?? [], isComplete)
    return { events: told, story: storyFrom(told), matches: found, masking: maskingFrom(signals) }
  }, [player, known, isComplete, marks, signal, clicked, name, page])
  const go = useMemo(() => {
    const to = (next: string | undefined) => () => {
      const place = { to: '/p/$project/sessions/$session', params: { project, session: next ?? '' } } as const
      if (next) void navigate({ ...place, search: (old) => ({ ...old, t: undefined, to: undefined }) })
    }
    return { next: to(neighbours.next), previous: to(neighbours.previous) }
  }, [navigate, project, neighbours.next, neighbours.previous])
  const leave = (by: 1 | -1): void => {
    const beside = by > 0 ? neighbours.next : neighbours.previous
    const isAll = areAllKnown(query, matches, isComplete)
    if (beside && filter && isAll) return by > 0 ? go.next() : go.previous()
    notifications.show({ id: 'no-match', message: sayNoMatch(by, { isFiltered: filter !== undefined, isAll, count: matches.length }) })
  }
  const { commands, isSkippingIdle, steppedTo } = useCommands(player, events, matches, leave)
  useDocumentTitle(`${session.data ? `${session.data.entryPage}, ${formatAgo(session.data.startedAt)}` : 'Replay'} – Playhead`)

  const device = session.data?.device
  const takeStill = async (job: ClipJob): Promise<void> => {
    player?.pause()
    await player?.seek(job.fromMs)
    if (await saveStill(stage.current!, `playhead ${id} ${formatClock(job.fromMs)}`)) clips.forget(job)
  }
  const startClip = useRef(clips.start)
  startClip.current = clips.start
  const around = useMemo<Surroundings>(() => {
    return {
      isSkippingIdle,
      isClipping: clip.isOpen,
      isDockOpen,
      isFull: full.isFull,
      toggleDock: () => setDockOpen(!isDockOpen),
      toggleFull: full.toggle,
      addNote() {
        player?.pause()
        if (player) setNoteAtMs(player.currentMs)
      },
      toggleClip: clip.toggle,
      still() {
        if (!player) return
        // The server draws it, and nobody is asked anything; nothing begins at the very end.
        const fromMs = Math.max(0, Math.min(Math.round(player.currentMs), Math.floor(player.durationMs) - 1))
        startClip.current({ format: 'png', fromMs, toMs: fromMs + 1 })
      },
      heatmap: () => void navigate({ to: '/p/$project/heatmaps', params: { project }, search: { page: pathnameOf(shown.url), device } }),
      help,
    }
  }, [
    isSkippingIdle,
    clip.isOpen,
    clip.toggle,
    isDockOpen,
    setDockOpen,
    full.isFull,
    full.toggle,
    player,
    navigate,
    project,
    shown.url,
    device,
    help,
  ])
  const keys = useMemo(() => {
    const { heatmap, addNote, toggleDock, toggleFull, toggleClip, still } = around
    return { n: go.next, b: go.previous, m: heatmap, c: addNote, d: toggleDock, f: toggleFull, x: toggleClip, s: still }
  }, [go, around])
  useReplayKeys(commands, keys)

  useEffect(() => {
    if (player && t !== undefined && Math.abs(player.currentMs - t) > 1500 && !player.isPlaying) void player.seek(t)
    // Only a link followed while the page is open; the player's own moves come from the commands.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [t])
  // Without a moment in the link, a replay begins a little before what was asked for; unless the person has begun already.
  const firstMatchMs = matches[0]?.atMs
  const hasOpened = useRef(t !== undefined)
  useEffect(() => {
    if (!player || firstMatchMs === undefined || hasOpened.current) return
    hasOpened.current = true
    if (!player.isPlaying && player.currentMs === 0) void player.seek(Math.max(0, firstMatchMs - leadInMs))
  }, [player, firstMatchMs])

  const reload = (): void => {
    retry()
    void recording.refetch()
  }
  const error = recording.error ?? failure
  if (error) return <ReplayFailure error={error} project={project} retry={reload} />
  const manifest = recording.data?.source.manifest
  const isBlind = manifest !== undefined && !manifest.chunks.some(({ keyframe }) => keyframe)
  const fallback = { ...(session.data?.viewport ?? { width: 1280, height: 720 }), page: session.data?.entryPage ?? '' }
  return (
    <div className={classes['replay']} data-full={full.isFull || undefined} data-docked={isDockOpen || undefined}>
      <div className={classes['viewer']}>
        <TopBar
          project={project}
          query={query}
          session={session.data}
          neighbours={neighbours}
          go={go}
          missing={player?.missing}
          masking={masking}
          goLive={player?.isLive && session.data?.live ? commands?.live : undefined}
        />
        {player && commands && (
          <TabStrip tabs={player.tabs} places={places} shown={shown} nowMs={() => player.currentMs} seek={commands.seek} />
        )}
        <DeviceChrome shown={shown} fallback={fallback} stage={stage} toggle={commands?.toggle}>
          {isBlind && <NoPicture isLive={manifest.live} retry={reload} />}
          {!isBlind && !player && <Opening says={manifest ? 'Opening the first part' : 'Asking for the recording'} />}
        </DeviceChrome>
        {player && noteAtMs !== null && (
          <NoteEditor key={noteAtMs} project={project} session={id} atMs={noteAtMs} close={() => setNoteAtMs(null)} />
        )}
        {player && commands && clip.mode && recording.data ? (
          <>
            {!reading.isComplete && <Reading {...reading} />}
            <Timeline
              player={player}
              loaded={recording.data}
              events={events}
              notes={notes.data ?? none}
              matches={matches}
              steppedTo={steppedTo}
              places={places}
              ratio={(shown.width || fallback.width) / (shown.height || fallback.height)}
              clip={clip.mode}
              moved={commands.moved}
            />
            {clip.isOpen && <ClipPanel project={project} session={id} mode={clip.mode} clips={clips} close={clip.close} />}
            <ClipJobList
              project={project}
              session={id}
              mode={clip.mode}
              jobs={clips.jobs}
              forget={clips.forget}
              takeStill={canTakeStill() ? takeStill : undefined}
            />
            <Controls player={player} commands={commands} matches={matches} around={around} />
            {isDockOpen && (
              <DockSpace player={player} close={around.toggleDock}>
                {(atMs) => <ReplayDock player={player} atMs={atMs} onSeek={commands.seek} retry={retry} />}
              </DockSpace>
            )}
          </>
        ) : (
          <>
            <Skeleton height={102} style={{ flex: 'none' }} />
            <Skeleton height={34} style={{ flex: 'none' }} />
          </>
        )}
      </div>
      <SidePanel
        project={project}
        id={id}
        session={session}
        player={player}
        story={story}
        isComplete={reading.isComplete}
        seek={commands?.seek}
        addNote={around.addNote}
        retry={retry}
      />
    </div>
  )
}
const none: readonly never[] = []

const pathnameOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).pathname : undefined)
