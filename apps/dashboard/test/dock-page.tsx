import '@mantine/core/styles.css'
import '../src/style.css'
import { MantineProvider } from '@mantine/core'
import { createPlayer, type Player } from '@playhead/player'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ReplayDock } from '../src/feature/replay/dock/dock.tsx'
import { theme, variables } from '../src/theme.ts'

/** What a test finds on the page. */
export interface DockPage {
  open(chunks: readonly string[], frameUrl: string): Promise<void>
  player: Player
}

const page: DockPage = {
  player: null as unknown as Player,
  async open(chunks, frameUrl) {
    const container = document.querySelector<HTMLElement>('#stage')!
    page.player = await createPlayer({
      container,
      frameUrl,
      chunks: chunks.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))),
    })
    createRoot(document.querySelector('#dock')!).render(<Around player={page.player} />)
  },
}
Object.assign(globalThis, { dockPage: page })

function Around({ player }: { player: Player }) {
  const [router] = useState(() =>
    createRouter({ routeTree: createRootRoute({ component: () => <Dock player={player} /> }), history: createMemoryHistory() }),
  )
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables}>
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Dock({ player }: { player: Player }) {
  const [atMs, setAtMs] = useState(player.currentMs)
  useEffect(() => player.on('time', setAtMs), [player])
  return <ReplayDock player={player} atMs={atMs} retry={() => undefined} onSeek={(ms) => void player.seek(ms)} />
}
