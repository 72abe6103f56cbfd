import { Text, UnstyledButton } from '@mantine/core'
import type { Device } from '@playhead/api'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode, Ref } from 'react'
import classes from './device-chrome.module.css'
import { pathOf } from './sentence.ts'
import { addressOf, hostOf, type Shown } from './shown.ts'

/** What the page stood in: a window with an address bar, or a phone or tablet, by the width of its viewport. */
export function DeviceChrome({
  shown,
  fallback,
  stage,
  toggle,
  children,
}: {
  shown: Shown
  /** What is known before the recording says it: the session's own row. */
  fallback: { readonly width: number; readonly height: number; readonly page: string }
  stage: Ref<HTMLDivElement>
  /** Plays or pauses, by a press on the picture. */
  toggle: (() => void) | undefined
  /** Stands over the page: what is loading, or what is not there. */
  children?: ReactNode
}) {
  const width = shown.width || fallback.width || 1280
  const height = shown.height || fallback.height || 720
  const address = shown.url ? addressOf(shown.url) : fallback.page
  return (
    <div className={classes['area']}>
      <div
        className={classes['device']}
        data-device={deviceOf(width)}
        style={{ '--width': width, '--height': height } as React.CSSProperties}
        role="group"
        aria-label={`${deviceOf(width)}, ${width} × ${height}`}
      >
        <div className={classes['bar']}>
          <span className={classes['dots']} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          <span className={classes['address']} title={shown.url || address} data-testid="address">
            {shown.url.startsWith('https:') && <IconLock size={12} role="img" aria-label="https" />}
            <Text span fz="xs" className="clip">
              {shown.url && <span className={classes['host']}>{hostOf(shown.url)}</span>}
              {shown.url ? pathOf(shown.url) : address}
            </Text>
          </span>
          <span className={classes['size']} aria-hidden>
            {width} × {height}
          </span>
        </div>
        <div className={classes['page']}>
          <div ref={stage} className={classes['stage']} data-testid="stage" />
          {toggle && <UnstyledButton className={classes['stage']} aria-hidden tabIndex={-1} onClick={toggle} />}
          {children}
        </div>
      </div>
    </div>
  )
}

/** The classes that sessions are counted by; a laptop and a desktop look alike. */
export const deviceOf = (width: number): Device => (width <= 480 ? 'phone' : width <= 900 ? 'tablet' : width < 1280 ? 'laptop' : 'desktop')
