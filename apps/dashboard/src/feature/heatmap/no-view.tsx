import { Button } from '@mantine/core'
import type { Device } from '@playhead/api'
import { IconDeviceMobileOff, IconFileOff } from '@tabler/icons-react'
import { deviceNames, devices } from '../../ui/device.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/time.ts'

/** A page that nobody has seen on this device class, or at all: why, and where there is something to see. */
export function NoView({
  page,
  device,
  views,
  showDevice,
  showPage,
}: {
  page: string
  device: Device
  /** Views of the page by device class; undefined: nobody has viewed it. */
  views: Readonly<Record<Device, number>> | undefined
  showDevice: (device: Device) => void
  /** Shows the page that most have seen. */
  showPage: () => void
}) {
  const most = views && devices.reduce((best, one) => (views[one] > views[best] ? one : best))
  if (!views || !most || !views[most])
    return (
      <EmptyState
        icon={<IconFileOff size={40} />}
        title="Nobody has viewed this page"
        action={<Button onClick={showPage}>Show the most viewed page</Button>}
      >
        No session of this project has a view of {page}, on any device.
      </EmptyState>
    )
  const name = (one: Device): string => deviceNames[one].toLowerCase()
  return (
    <EmptyState
      icon={<IconDeviceMobileOff size={40} />}
      title={`No ${name(device)} has seen this page`}
      action={
        <Button onClick={() => showDevice(most)}>
          Show {formatCount(views[most], 'view')} on a {name(most)}
        </Button>
      }
    >
      All views of {page} came from other device classes. Maps are never mixed: a page is laid out anew for each.
    </EmptyState>
  )
}
