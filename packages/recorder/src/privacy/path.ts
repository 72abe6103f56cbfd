import { isRandom } from './random.ts'

/** What follows these in a path lets its reader in, or undoes something. */
const door =
  /^(?:[rtsi]|join|shared?|meet|auth)$|(?:^|[-_])(?:reset|invit(?:es?|ations?)|magic|tokens?|verif(?:y|ication)|confirm(?:ation)?|activat(?:e|ion)|log-?in|sign-?in|unsubscribe|password|otp)(?:$|[-_])/i
/** What follows these is somebody. */
const crowd = /^(?:u|(?:user|member|customer|client|patient|employee|profile|avatar)s?|people)$/i
/** What such paths say beside that. */
const step =
  /^(?:[a-z]{2}-[a-z]{2}|(?:(?:accept|account|active|all|apple|callback|check|code|complete|done|edit|e?mail|error|facebook|failed|forgot|github|google|link|list|log|in|me|out|log(?:in|out)|magic|new|oauth2?|order|password|phone|register|request|reset|search|sent|settings|sign|signup|sms|sso|success|team|token|up|us|user|verify|v\d)(?:[-_]|$))+)$/i

/** Files of a program, with a hash of what is in them for a name: everybody gets the same. */
const program = /\.(?:[cm]?js|css|map|wasm|woff2?|ttf|otf)$/i
/** Files that somebody wrote or was sent: their names say whose they are, or what is in them. */
const written = /.\.(pdf|docx?|xlsx?|pptx?|od[pst]|rtf|txt|[ct]sv|zip|rar|7z|tar|gz|eml|msg|vcf|ics|epub|heic|pages|numbers|key)$/i
const pictured = /^[A-Z][a-z]+[-_][A-Z].*\.(png|jpe?g|gif|webp|avif|svg|tiff?|mp[34]|m4[av]|webm|ogg|wav|mov)$/
/** Of other files. */
const ending = /\.(?:png|jpe?g|gif|webp|avif|svg|tiff?|mp[34]|m4[av]|webm|ogg|wav|mov|ico|html?|php|aspx?|json|xml|vtt)$/

/** A path segment that names a person or a thing of theirs rather than a place. */
const isPersonal = (segment: string, before: string): boolean =>
  /^\d+$/.test(segment) ||
  segment.length > 64 ||
  /[@%;=]|^~./.test(segment) ||
  (segment.match(/\d/g)?.length ?? 0) >= 5 ||
  /^(?!(?:19|20)\d\d(?:-[a-z]+)+$).*?(?=[^\s.]*\d)(?=[^\s.]*[a-z])[\w-]{16,}|\w{25,}/i.test(segment) ||
  (!program.test(segment) &&
    (isRandom(segment.replace(ending, '')) ||
      (crowd.test(before) && segment !== '' && !step.test(segment.replace(ending, ''))) ||
      (segment.length > 3 && door.test(before) && !step.test(segment) && !ending.test(segment))))

/** A path whose personal and secret segments are named by what they are. */
export const templateOf = (path: string): string =>
  path
    .split('/')
    .map((segment, i, all) => {
      const file = written.exec(segment) ?? pictured.exec(segment)
      return file ? `:file.${file[1]!.toLowerCase()}` : isPersonal(segment, all[i - 1] ?? '') ? ':id' : segment
    })
    .join('/')
