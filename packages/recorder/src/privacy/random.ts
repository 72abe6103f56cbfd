/**
 * How often two letters follow each other in words of 24 languages: 0 hardly ever, 3 often; three pairs a character, from `aa` to `zz`.
 * Counted in common words of English, German, French, Spanish and Dutch, and in what browsers call languages, regions, currencies
 * and units.
 */
const pairs =
  '~gzz_voJz@CMHHXHPLqpcBCvBTWMqQtPb@y}fY~g}gZJ`FBABRADCLiPd`aAq@CHTITFPl{Jm{[?IeCIP@d@V@p@CMUNXI`\\yEWSChFH[LpPqBQ@q|w]UMp[PYZYe?JojYC\\h`pqi@A@@@@@@H@\\zIcjGmWXs\\xmeRnEyDCNT]|^aijYVzE?UQCLp@PPQ@`@BJ@JT@@HP@A@DP@@REPQUQF@`ABHDEPEQ@'
/** What each of them says for a word: the logarithm of how much more often it is there than among random letters. */
const weights = [-4.5, -1.5, 0.4, 1.9] as const

/** How much letters look like words, for each pair; 0 is as much as random ones do. Upper case counts as lower case. */
function likenessOf(letters: readonly string[]): { mean: number; count: number } {
  let sum = 0
  let count = 0
  for (const run of letters)
    for (let i = 1; i < run.length; i++, count++) {
      const at = (run.charCodeAt(i - 1) & 31) * 26 + (run.charCodeAt(i) & 31) - 27
      sum += weights[(pairs.charCodeAt((at / 3) | 0) >> ((at % 3) * 2)) & 3]!
    }
  return { mean: count ? sum / count : 0, count }
}

/** What stands after a number in everybody's words. */
const unit = /^(?:[kmgt]?b|k?g|[kcm]?m|ml|px|k?hz|kw|mah|st|nd|rd|th|[dhpkwvx]|in|eur|usd)$/i

/** Letters and digits that stand together. */
function isRandomMix(word: string): boolean {
  if (word.length < 5 || /^\d+$/.test(word)) return false
  if (/\d.*[A-Z]|[A-Z].*[A-Z].*\d/.test(word) || word.replace(/\D/g, '').length > 4) return true
  // A product's name and number, a size.
  return !word.match(/\d+|[a-z]+/gi)!.every((run, i) => /\d/.test(run) || (i && unit.test(run)) || isWord(run))
}
const isWord = (run: string): boolean => run.length > 2 && /[aeiouy]/i.test(run) && likenessOf([run]).mean >= 0

/** What camels have for humps beside words. */
const abbreviation = /^(?:API|UR[IL]|X?HTML?|XML|HTTPS?|JSON?|IDs?|SQL|CSS|PDF|FAQ|UI|SEO|CMS|AI|DB|TV|SMS|US|EU|UK|IT|HR|PC)$/

/** Whether a path segment, or a word that long, looks written at random rather than by somebody. Words below five characters say nothing by themselves. */
export function isRandom(segment: string): boolean {
  const words = segment.match(/[a-z\d]+/gi) ?? []
  const all: string[] = []
  for (const word of words) {
    if (/\d/.test(word)) {
      if (isRandomMix(word)) return true
      continue
    }
    const humps = word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)!
    const parts = humps.filter((hump) => !abbreviation.test(hump))
    all.push(...parts)
    if (word.length < 5) continue
    // No camel has so many humps, and who writes in capitals writes codes.
    if (humps.length * 3 > word.length + 1 || parts.some((part) => /[A-Z]{2}/.test(part))) return true
    // Beside other words one has to be worse: every language has some.
    if (likenessOf(parts).mean < (words.length > 1 ? -0.7 : word.length < 7 ? -0.2 : 0)) return true
  }
  const { mean, count } = likenessOf(all)
  return count > 3 && mean < (all.some((part) => part.length > 4) ? 0 : count > 5 ? -0.3 : -1)
}
