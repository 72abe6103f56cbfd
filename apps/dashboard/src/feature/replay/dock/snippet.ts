import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api } from '../../../query/client.ts'

/** A script tag with an attribute, instead of another value of the same one. */
export function withAttribute(snippet: string, name: string, value: string): string {
  const bare = snippet.replace(new RegExp(` ${name}(?:="[^"]*")?(?=[ >])`), '')
  return bare.replace('></script>', ` ${name}${value ? `="${value}"` : ''}></script>`)
}

const anySnippet = '<script async src="https://playhead.example.com/playhead.js" data-key="…"></script>'

/** The tag of the project whose session is looked at; where that may not be read, one like it. */
export function useSnippet(): string {
  const { project } = useParams({ strict: false })
  const found = useQuery({
    queryKey: ['project', project],
    queryFn: ({ signal }) => api.projects.get(project!, { signal }),
    enabled: project !== undefined,
    staleTime: 60_000,
  })
  return found.data?.snippet ?? anySnippet
}
