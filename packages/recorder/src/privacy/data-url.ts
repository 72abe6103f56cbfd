import { maskPersonal } from './text.ts'
import type { Level } from './level.ts'

function textOf(url: string): string {
  const [, kind, body] = /^data:([^,]*),?([^]*)$/i.exec(url)!
  try {
    const text = decodeURIComponent(body!)
    return /;\s*base64\s*$/i.test(kind!) ? atob(text) : text
  } catch {
    return body!
  }
}

/** Text of XML between its tags, and what its attributes say beside geometry. Whatever is written in numbers is taken for the worst. */
function saysPersonal(xml: string): boolean {
  const said = xml
    .split(/<style/i)
    .map((part, i) => (i ? part.replace(/^[^]*?<\/style>/i, '') : part))
    .join('')
    .replace(/<[^<>]*>/g, (tag) =>
      (tag.match(/(?:aria|data|title|label|desc|alt)[\w:-]{0,40}\s*=\s*(?:"[^"]*"|'[^']*')/gi) ?? []).join('\n'),
    )
  return /&#|\\[\da-f]|[^\s"'<>]@[\w-]+\./i.test(xml) || maskPersonal(said) !== said
}

/** Whether a `data:` address may be told: what is drawn from text is text, but for the images and fonts that strict masking hides or needs anyway. */
export const isDataTold = (url: string, level: Level): boolean =>
  level < 2 ||
  /^data:(?:font\/|application\/[\w.-]*(?:font|octet))[^,]*;base64,/i.test(url) ||
  (level < 3 && (/^data:image\/(?!svg)[^,]*;base64,/i.test(url) || !saysPersonal(textOf(url))))
