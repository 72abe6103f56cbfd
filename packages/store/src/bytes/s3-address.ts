import { StoreError } from '../error.ts'

export interface Bucket {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
  /** Without a slash at its end, and without the keys. */
  readonly url: string
  /** What all names begin with: empty, or with a slash at its end. */
  readonly prefix: string
}

/** Reads `https://KEY:SECRET@host/bucket[/prefix]?region=…`. The form is checked where the environment is. */
export function readBucket(text: string): Bucket {
  const { username, password, origin, pathname, searchParams } = new URL(text)
  const [bucket = '', ...folders] = pathname.split('/').filter(Boolean)
  return {
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    region: searchParams.get('region') ?? 'us-east-1',
    url: `${origin}/${bucket}`,
    prefix: folders.map((folder) => `${folder}/`).join(''),
  }
}

/** No answer came. */
export function unreachable({ url }: Bucket, error: Error): StoreError {
  const { cause } = error
  const why = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : error.message
  const advice = 'Check that it runs, and that PLAYHEAD_S3_URL names the right host.'
  return new StoreError('s3-unreachable', `S3 at ${url} does not answer: ${why}. ${advice}`, { cause: error })
}

/** An answer that is a refusal, in a sentence that says what to check and never holds a key. */
export async function explainS3({ url, region }: Bucket, response: Response): Promise<StoreError> {
  const text = await response.text().catch(() => '')
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ''
  let advice = 'Its own log says why.'
  if (response.status >= 300 && response.status < 400) advice = `The bucket is elsewhere: check the host, and region=${region}.`
  else if (code === 'NoSuchBucket') advice = 'Create the bucket, or name another in PLAYHEAD_S3_URL.'
  else if (/Signature|InvalidAccessKeyId|AuthorizationHeader/.test(code))
    advice = `Check KEY and SECRET (percent-encoded) and region=${region} in PLAYHEAD_S3_URL.`
  else if (response.status === 403) advice = 'The key must be allowed to get, put, delete and list objects of the bucket.'
  return new StoreError('s3-unreachable', `S3 at ${url} said: ${response.status} ${code}. ${advice}`)
}
