/** Says over the frame why it shows nothing. */
export interface Notice {
  /** Empty: nothing to say. */
  show(text: string): void
}

export function createNotice(surface: HTMLElement): Notice {
  const root = document.createElement('div')
  root.setAttribute('role', 'status')
  root.hidden = true
  const box = document.createElement('span')
  box.style.cssText = 'max-width:80%;padding:.6em 1em;border:1px solid #8a8a8a;border-radius:.3em;background:#fff;color:#333;font:20px/1.4 system-ui,sans-serif' // prettier-ignore
  root.append(box)
  surface.append(root)
  return {
    show(text) {
      if (box.textContent === text) return
      box.textContent = text
      root.hidden = !text
      root.style.cssText = text
        ? 'position:absolute;inset:0;z-index:1;display:flex;align-items:center;justify-content:center;pointer-events:none;background:#f3f3f3'
        : ''
    },
  }
}
