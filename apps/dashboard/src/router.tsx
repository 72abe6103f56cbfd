import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { readHeatmapSearch, readReplaySearch, readSessionSearch, readSignInSearch } from './search.ts'
import { queries } from './query/client.ts'
import { meQuery } from './query/account.ts'
import { projectsQuery } from './query/project.ts'
import { Failure } from './ui/failure.tsx'
import { NoSuchPage } from './ui/no-such-page.tsx'
import { Outside } from './ui/outside.tsx'

const root = createRootRoute({
  notFoundComponent: () => (
    <Outside>
      <NoSuchPage />
    </Outside>
  ),
  errorComponent: ({ error, reset }) => (
    <Outside>
      <Failure error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
    </Outside>
  ),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./route/setup.tsx'), 'Setup'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('./route/sign-in.tsx'), 'SignIn'),
})

/** Everything behind an account. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  async beforeLoad({ location }) {
    const me = await queries.ensureQueryData(meQuery)
    if (!me.user) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
  },
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  async beforeLoad() {
    const projects = await queries.ensureQueryData(projectsQuery)
    const last = localStorage.getItem('playhead-project')
    const project = projects.find(({ id }) => id === last) ?? projects.find(({ demo }) => demo) ?? projects[0]
    if (!project) throw redirect({ to: '/projects' })
    throw redirect({ to: '/p/$project/sessions', params: { project: project.id } })
  },
})
const projects = createRoute({
  getParentRoute: () => inside,
  path: '/projects',
  component: lazyRouteComponent(() => import('./route/projects.tsx'), 'Projects'),
})

/** What `playhead.sessionUrl()` gives. */
const sessionLink = createRoute({
  getParentRoute: () => inside,
  path: '/sessions/$session',
  validateSearch: readReplaySearch,
  component: lazyRouteComponent(() => import('./route/session-link.tsx'), 'SessionLink'),
})

const project = createRoute({
  getParentRoute: () => inside,
  path: '/p/$project',
  component: lazyRouteComponent(() => import('./ui/shell.tsx'), 'Shell'),
  notFoundComponent: NoSuchPage,
})
const sessions = createRoute({
  getParentRoute: () => project,
  path: '/sessions',
  validateSearch: readSessionSearch,
  component: lazyRouteComponent(() => import('./route/sessions.tsx'), 'Sessions'),
})
const replay = createRoute({
  getParentRoute: () => project,
  path: '/sessions/$session',
  validateSearch: readReplaySearch,
  component: lazyRouteComponent(() => import('./route/replay.tsx'), 'Replay'),
})
const heatmaps = createRoute({
  getParentRoute: () => project,
  path: '/heatmaps',
  validateSearch: readHeatmapSearch,
  component: lazyRouteComponent(() => import('./route/heatmaps.tsx'), 'Heatmaps'),
})
const install = createRoute({
  getParentRoute: () => project,
  path: '/install',
  component: lazyRouteComponent(() => import('./route/install.tsx'), 'Install'),
})
const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  component: lazyRouteComponent(() => import('./route/settings.tsx'), 'Settings'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    signIn,
    inside.addChildren([home, projects, sessionLink, project.addChildren([sessions, replay, heatmaps, install, settings])]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
