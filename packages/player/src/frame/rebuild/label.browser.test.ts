import { expect, test } from 'vitest'
import { labelImage } from './label.ts'

/** The texts of a drawn label that reach out of its picture. */
function cutTexts(label: string, width: number, height: number): { shown: string; cut: string[] } {
  const holder = document.body.appendChild(document.createElement('div'))
  holder.innerHTML = decodeURIComponent(labelImage(label, width, height).split(',').slice(1).join(','))
  const texts = [...holder.querySelectorAll('text')]
  const isCut = (text: SVGTextElement): boolean => {
    const box = text.getBBox()
    return box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height
  }
  const found = { shown: texts.map((text) => text.textContent).join(' '), cut: texts.filter(isCut).map((text) => text.textContent) }
  holder.remove()
  return found
}

test.each([
  [300, 150, 'image not recorded'],
  [120, 80, 'image not recorded'],
  [80, 60, 'image not recorded'],
  [60, 40, 'image not recorded'],
  [60, 20, ''],
  [16, 16, ''],
])('a placeholder of %i × %i shows its text whole or not at all', (width, height, shown) => {
  expect(cutTexts('image not recorded', width, height)).toEqual({ shown, cut: [] })
})
