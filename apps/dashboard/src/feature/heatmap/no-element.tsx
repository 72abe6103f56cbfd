import type { ClickMap } from '@playhead/api'
import { IconFlame } from '@tabler/icons-react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/time.ts'

/** A page that was viewed and has no element to list: nobody clicked anything, or nobody knows what. */
export function NoElement({ map: { views, clicks } }: { map: ClickMap }) {
  if (!clicks)
    return (
      <EmptyState icon={<IconFlame size={36} />} title="No click">
        {formatCount(views, 'view')} of this page on this device class, and nobody clicked anything.
      </EmptyState>
    )
  const title = clicks === 1 ? 'The one click could not be placed' : `None of the ${formatCount(clicks, 'click')} could be placed`
  return (
    <EmptyState icon={<IconFlame size={36} />} title={title}>
      Recordings that Playhead did not make itself, such as imports, do not say which element was clicked.
    </EmptyState>
  )
}
