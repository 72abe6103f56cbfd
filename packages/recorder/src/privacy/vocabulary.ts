import { hashText } from './hash.ts'

/** The words of HTML, SVG and CSS that change how a page looks, and the fonts of systems: nobody's own. */
const words: ReadonlySet<string> = new Set(
  'true false off yes auto none text button checkbox color date datetime local email file hidden image month number password radio range reset search submit tel time url week alert dialog link listbox menuitem option combobox slider spinbutton switch tab textbox img manual until found plaintext only open closed alternate stylesheet ltr rtl left right center justify top middle bottom baseline start end all screen print not and min max width height orientation portrait landscape prefers scheme dark light reduced motion reduce hover pointer fine coarse any resolution aspect ratio inherit initial unset revert currentcolor transparent white black red green blue gray grey yellow orange purple pink rgb rgba hsl hsla var calc round butt miter bevel square evenodd nonzero userspaceonuse objectboundingbox linear freeze indefinite repeat sourcegraphic sourcealpha matrix saturate huerotate meet slice xminymin xmidymid translate scale rotate skewx skewy non scaling stroke crispedges multiply over out ease normal bold bolder lighter italic oblique small large medium smaller larger caps uppercase lowercase capitalize underline ellipsis flex grid block inline list item table row cell column span dense subgrid content fit fill space between around evenly wrap nowrap contain cover visible scroll absolute relative fixed sticky static border box padding solid dashed dotted double sans serif monospace cursive system math emoji symbol mono segoe helvetica neue arial roboto times new roman courier georgia verdana tahoma consolas menlo monaco noto ubuntu apple blinkmacsystemfont woff woff2 truetype opentype http https root match element'.split(
    ' ',
  ),
)

/**
 * Digits, but for those that measure (a number with a unit, a small one with a fraction, nought) and stand alone, those in
 * names of custom properties, in colours and in addresses.
 */
const digits =
  /--[a-z][\w-]*|#[\da-f]{3,8}(?![\w-])|url\([^)]*|\\[\da-f]{1,6}|(?:rgb|hsl)a?\([^()]*\)|(?:^|[^\w.-])[-+]?(?:\d{0,4}(?:\.\d+)?(?:px|r?em|ex|r?ch|r?lh|(?:[dls]?v|cq)(?:[bhiw]|m(?:in|ax))|[cm]m|in|p[ct]|q|deg|g?rad|turn|m?s|k?hz|dp(?:i|cm|px)|x|fr|%)|\d{0,3}\.\d+|0)(?![\w.-])|(\d)/gi
/** A colour's three parts, by themselves: what palettes keep in custom properties. */
const part = '(?:[12]?\\d?\\d|3[0-5]\\d|360)(?:\\.\\d+)?%?'
const colour = new RegExp(`^\\s*${part}(?:[\\s,]+${part}){2}\\s*$`)

/** So many digits or more are a number that could be somebody's, whatever stands between them: then each of them is a 9. */
export function maskNumbers(value: string, least = 5): string {
  let count = 0
  const masked = value.replace(digits, (found: string, digit?: string) => (digit ? (count++, '9') : found))
  return count >= least && !colour.test(value) ? masked : value
}

/** Every word of three letters or more is one of those, and no number is long. */
export const areWords = (value: string): boolean =>
  value.length < 65 &&
  !/(?:^|[^.\d])\d{5}|[^\0-\x7f]/.test(value) &&
  (value.match(/[^-\s,;:/().\d+<>=%"'#]{3,}\d?/g) ?? []).every((word) => words.has(word.toLowerCase()))

/** And no number is long where its parts are taken together, but for what measures. */
export const isVocabulary = (value: string): boolean => areWords(value) && maskNumbers(value) === value

/**
 * The same name for the same word, wherever it stands. The site's style sheets hold these words for everybody to read, and
 * the sheets' bytes have to be the same from every browser: so the alias is no secret, only nothing to read by.
 */
export const aliasOf = (word: string): string => (isVocabulary(word) ? word : `n${hashText(word)}`)
