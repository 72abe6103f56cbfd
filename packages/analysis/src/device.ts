export const devices = ['phone', 'tablet', 'laptop', 'desktop'] as const
export type Device = (typeof devices)[number]

/** Device class by the viewport's width in CSS px: the layout a visitor saw, whatever the machine. */
export function deviceOf(viewportWidth: number): Device {
  if (viewportWidth <= 480) return 'phone'
  if (viewportWidth <= 900) return 'tablet'
  return viewportWidth < 1280 ? 'laptop' : 'desktop'
}
