import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconCode, IconFlame, IconFolder, IconSearch, IconSettings, IconVideo } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { usePages } from '../query/heatmap.ts'
import { useProjects } from '../query/project.ts'

/** Ctrl K: screens, projects, heatmaps of pages, and a session by its id. */
export function Palette({ project }: { project: string }) {
  const navigate = useNavigate()
  const projects = useProjects()
  const pages = usePages(project)
  const [query, setQuery] = useState('')
  const actions = useMemo<SpotlightActionData[]>(() => {
    const params = { project }
    const id = query.trim()
    return [
      ...(/^[0-9A-Za-z_-]{22}$/.test(id)
        ? [
            {
              id: 'session',
              label: `Open session ${id}`,
              leftSection: <IconVideo size={18} />,
              onClick: () => void navigate({ to: '/p/$project/sessions/$session', params: { project, session: id } }),
            },
          ]
        : []),
      {
        id: 'sessions',
        label: 'Sessions',
        leftSection: <IconVideo size={18} />,
        onClick: () => void navigate({ to: '/p/$project/sessions', params }),
      },
      {
        id: 'heatmaps',
        label: 'Heatmaps',
        leftSection: <IconFlame size={18} />,
        onClick: () => void navigate({ to: '/p/$project/heatmaps', params }),
      },
      {
        id: 'install',
        label: 'Install',
        leftSection: <IconCode size={18} />,
        onClick: () => void navigate({ to: '/p/$project/install', params }),
      },
      {
        id: 'settings',
        label: 'Settings',
        leftSection: <IconSettings size={18} />,
        onClick: () => void navigate({ to: '/p/$project/settings', params }),
      },
      ...(pages.data ?? []).slice(0, 200).map(({ page, views }) => ({
        id: `page ${page}`,
        label: page,
        description: `Heatmap, ${views} views`,
        leftSection: <IconFlame size={18} />,
        onClick: () => void navigate({ to: '/p/$project/heatmaps', params, search: { page } }),
      })),
      ...(projects.data ?? []).map((item) => ({
        id: `project ${item.id}`,
        label: item.name,
        description: 'Project',
        leftSection: <IconFolder size={18} />,
        onClick: () => void navigate({ to: '/p/$project/sessions', params: { project: item.id } }),
      })),
    ]
  }, [navigate, pages.data, project, projects.data, query])
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      limit={12}
      highlightQuery
      nothingFound="Nothing by that name. Try a page, a project or a session id."
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: 'Page, project, session id …' }}
    />
  )
}
