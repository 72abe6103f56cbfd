import { ActionIcon, AppShell, Box, Burger, Group, Menu, NavLink, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import {
  IconChevronDown,
  IconCode,
  IconFlame,
  IconHelp,
  IconLogout,
  IconPlus,
  IconSearch,
  IconSettings,
  IconUser,
  IconVideo,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMe } from '../query/account.ts'
import { api } from '../query/client.ts'
import { useProject, useProjects } from '../query/project.ts'
import { isAbsent } from './absent.ts'
import { ColorSchemeButton } from './color-scheme-button.tsx'
import { Mark } from './door.tsx'
import { NoSuchProject } from './no-such-project.tsx'
import { Outside } from './outside.tsx'
import { Palette } from './palette.tsx'
import { ShortcutHelp, ShowShortcuts } from './shortcut-help.tsx'
import { useGoKeys } from './go-key.ts'

const screens = [
  { to: '/p/$project/sessions', label: 'Sessions', icon: IconVideo },
  { to: '/p/$project/heatmaps', label: 'Heatmaps', icon: IconFlame },
  { to: '/p/$project/install', label: 'Install', icon: IconCode },
  { to: '/p/$project/settings', label: 'Settings', icon: IconSettings },
] as const

export function Shell() {
  const { project } = useParams({ from: '/inside/p/$project' })
  const [isOpen, { toggle, close }] = useDisclosure()
  const [isHelp, help] = useDisclosure()
  const [, setLast] = useLocalStorage({ key: 'playhead-project', serialize: (value: string) => value, deserialize: (value) => value ?? '' })
  const found = useProject(project)
  const isThere = found.data !== undefined
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => {
    if (isThere) setLast(project)
  }, [isThere, project, setLast])
  useEffect(() => close(), [path, close])
  useGoKeys(project, help.toggle)

  if (isAbsent(found.error))
    return (
      <Outside>
        <NoSuchProject />
      </Outside>
    )
  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 190, breakpoint: 'sm', collapsed: { mobile: !isOpen } }} padding={0}>
      <AppShell.Header bg="var(--surface)">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <Link to="/" className="plain" aria-label="Playhead, home">
              <Group gap={8} wrap="nowrap">
                <Mark size={26} />
                <Text fw={700} visibleFrom="sm">
                  Playhead
                </Text>
              </Group>
            </Link>
            <ProjectMenu project={project} />
          </Group>
          <Group gap={6} wrap="nowrap">
            <Tooltip label="Search and go (Ctrl K)">
              <ActionIcon variant="subtle" size="lg" onClick={() => spotlight.open()} aria-label="Search and go">
                <IconSearch size={18} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Shortcuts (?)">
              <ActionIcon variant="subtle" size="lg" onClick={help.open} aria-label="Shortcuts" visibleFrom="sm">
                <IconHelp size={18} />
              </ActionIcon>
            </Tooltip>
            <ColorSchemeButton />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" bg="var(--surface)">
        {screens.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} />}
            active={path.startsWith(to.replace('$project', project))}
            style={{ borderRadius: 8 }}
            renderRoot={(props) => <Link to={to} params={{ project }} {...props} />}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main h="100dvh" style={{ overflow: 'auto' }}>
        <ShowShortcuts value={help.open}>
          <Outlet />
        </ShowShortcuts>
      </AppShell.Main>
      <Palette project={project} />
      <ShortcutHelp isOpen={isHelp} close={help.close} />
    </AppShell>
  )
}

function ProjectMenu({ project }: { project: string }) {
  const projects = useProjects()
  const navigate = useNavigate()
  const name = projects.data?.find(({ id }) => id === project)?.name ?? project
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton px={8} py={4} aria-label={`Project ${name}; change`} miw={0}>
          <Group gap={4} wrap="nowrap">
            <Text fw={600} className="clip" maw={170}>
              {name}
            </Text>
            <IconChevronDown size={14} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Projects</Menu.Label>
        {projects.data?.map(({ id, name: label }) => (
          <Menu.Item
            key={id}
            fw={id === project ? 600 : 400}
            onClick={() => void navigate({ to: '/p/$project/sessions', params: { project: id } })}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={14} />} onClick={() => void navigate({ to: '/projects' })}>
          New project
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function AccountMenu() {
  const me = useMe()
  const queries = useQueryClient()
  const signOut = async (): Promise<void> => {
    await api.signOut()
    queries.clear()
    location.assign('/sign-in')
  }
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label="Account">
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py={6}>
          <Text fw={600}>{me.data?.user?.name}</Text>
          <Text fz="sm" c="dimmed" className="clip">
            {me.data?.user?.email}
          </Text>
        </Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
