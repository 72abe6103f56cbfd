import { hostOf } from './page.ts'

const searchEngines =
  /^(google|bing|duckduckgo|ecosia|yahoo|search\.yahoo|yandex|baidu|startpage|qwant|search\.brave|kagi)\.[a-z.]+$|^(.+\.)?(google|yahoo|yandex)\.[a-z.]{2,6}$/
const socialSites =
  /^(.+\.)?(facebook|instagram|linkedin|twitter|x|t|reddit|pinterest|tiktok|youtube|threads|bsky|lnkd|mastodon)\.(com|co|net|in|it|social|app)$/
/** Click ids that advertising networks add; `fbclid` is on every link out of Facebook, paid or not. */
const adNetworks = new Map<string, readonly [source: string, medium: string]>([
  ['gclid', ['google', 'paid']],
  ['gbraid', ['google', 'paid']],
  ['wbraid', ['google', 'paid']],
  ['dclid', ['google', 'paid']],
  ['msclkid', ['bing', 'paid']],
  ['ttclid', ['tiktok', 'paid']],
  ['twclid', ['twitter', 'paid']],
  ['li_fat_id', ['linkedin', 'paid']],
  ['yclid', ['yandex', 'paid']],
  ['fbclid', ['facebook', 'social']],
])

export interface Arrival {
  readonly url: string
  readonly referrer: string
  readonly utmSource?: string | undefined
  readonly utmMedium?: string | undefined
  readonly utmCampaign?: string | undefined
  readonly adClick?: string | undefined
}
export interface Source {
  readonly source: string
  readonly medium: string
  readonly campaign: string
}

/** Where a visit came from. What the address says of itself wins over ad click ids, these over the referrer. */
export function sourceOf(arrival: Arrival): Source {
  const campaign = arrival.utmCampaign ?? ''
  const click = arrival.adClick?.toLowerCase()
  const ad = click ? (adNetworks.get(click) ?? [click, 'paid']) : undefined
  const [source, medium] = ad ?? sourceOfReferrer(arrival)
  return {
    source: arrival.utmSource?.toLowerCase() || source,
    medium: arrival.utmMedium ? mediumOf(arrival.utmMedium.toLowerCase()) : arrival.utmSource && !ad ? 'campaign' : medium,
    campaign,
  }
}

function sourceOfReferrer({ url, referrer }: Arrival): readonly [string, string] {
  const host = hostOf(referrer)
  if (!host || host === hostOf(url)) return ['direct', 'none']
  if (searchEngines.test(host)) return [nameOf(host), 'organic']
  if (socialSites.test(host))
    return [host === 't.co' || host === 'x.com' ? 'twitter' : host === 'lnkd.in' ? 'linkedin' : nameOf(host), 'social']
  return [host, 'referral']
}

/** `search.yahoo.co.jp` → `yahoo`. */
function nameOf(host: string): string {
  const labels = host.split('.').filter((label) => !['co', 'com', 'org', 'search', 'm', 'l', 'lm', 'news', 'old'].includes(label))
  return (labels.length > 1 ? labels.at(-2) : labels[0]) ?? host
}

const mediumOf = (medium: string): string => (/^(cpc|ppc|cpm|paid.*|display|.*[-_]paid)$/.test(medium) ? 'paid' : medium)
