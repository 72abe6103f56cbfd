import { Tooltip } from '@mantine/core'
import type { Device } from '@playhead/api'
import { IconDeviceDesktop, IconDeviceLaptop, IconDeviceMobile, IconDeviceTablet } from '@tabler/icons-react'

const icons = { phone: IconDeviceMobile, tablet: IconDeviceTablet, laptop: IconDeviceLaptop, desktop: IconDeviceDesktop }
export const devices: readonly Device[] = ['phone', 'tablet', 'laptop', 'desktop']
export const deviceNames: Record<Device, string> = { phone: 'Phone', tablet: 'Tablet', laptop: 'Laptop', desktop: 'Desktop' }
/** By viewport width, CSS px. */
export const deviceWidths: Record<Device, string> = {
  phone: 'up to 480 px',
  tablet: '481 to 900 px',
  laptop: '901 to 1279 px',
  desktop: '1280 px and more',
}

export function DeviceIcon({ device, size = 18, label }: { device: Device; size?: number; label?: string }) {
  const Icon = icons[device]
  return (
    <Tooltip label={label ?? `${deviceNames[device]}, ${deviceWidths[device]}`}>
      <Icon size={size} stroke={1.6} aria-label={deviceNames[device]} style={{ flexShrink: 0 }} />
    </Tooltip>
  )
}
