/** A page in some browser, and the hands on it. Selectors name an element of the top document. */
export interface Tab {
  open(url: string): Promise<void>
  /** Runs the body of an async function in the page; resolves to what it returns, as JSON has it. */
  run<T = unknown>(body: string): Promise<T>
  move(x: number, y: number): Promise<void>
  down(button?: 'left' | 'right'): Promise<void>
  up(button?: 'left' | 'right'): Promise<void>
  wheel(deltaY: number): Promise<void>
  press(key: string): Promise<void>
  type(text: string): Promise<void>
  /** Takes hold of what is draggable here, and lets go of it there. */
  dragItem(from: Point, to: Point): Promise<void>
  /** One finger from here to there. */
  swipe(from: Point, to: Point): Promise<void>
  /** A tap with a pen. */
  pen(at: Point): Promise<void>
  resize(width: number, height: number, pixelRatio?: number): Promise<void>
  prefer(scheme: 'dark' | 'light'): Promise<void>
  /** Sets how much a pinch magnifies. */
  pinch(scale: number): Promise<void>
  /** Gives the tab a finger for a pointer: media queries say no hover. */
  touchOnly(): Promise<void>
  close(): Promise<void>
}
export interface Point {
  readonly x: number
  readonly y: number
}

export const pointOf = (tab: Tab, selector: string): Promise<Point> =>
  tab.run(
    `const b = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect(); return { x: b.x + b.width / 2, y: b.y + b.height / 2 }`,
  )

export async function hover(tab: Tab, selector: string): Promise<void> {
  const { x, y } = await pointOf(tab, selector)
  await tab.move(x, y)
}

export async function click(tab: Tab, selector: string, times = 1): Promise<void> {
  await hover(tab, selector)
  for (let i = 0; i < times; i++) {
    await tab.down()
    await tab.up()
  }
}

/** Presses here, goes there in steps, lets go. */
export async function drag(tab: Tab, from: Point, to: Point): Promise<void> {
  await tab.move(from.x, from.y)
  await tab.down()
  const steps = 8
  for (let i = 1; i <= steps; i++) await tab.move(from.x + ((to.x - from.x) * i) / steps, from.y + ((to.y - from.y) * i) / steps)
  await tab.up()
}
