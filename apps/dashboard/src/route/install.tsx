import { Anchor, Box, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { Arrival } from '../feature/project/arrival.tsx'
import { CodeCopy } from '../feature/project/code-copy.tsx'
import { useProject, useProjectStatus } from '../query/project.ts'
import { Failure } from '../ui/failure.tsx'

/** The snippet, and whether it works. */
export function Install() {
  useDocumentTitle('Install – Playhead')
  const { project: id } = useParams({ from: '/inside/p/$project/install' })
  const project = useProject(id)
  const status = useProjectStatus(id)
  if (project.error) return <Failure error={project.error} retry={() => void project.refetch()} />
  if (!project.data) return <Skeleton m="md" h={300} />
  const { snippet, writeKey, origins, demo } = project.data
  return (
    <Stack p="md" maw={820} gap="lg">
      <Title order={1}>Install</Title>
      {demo && (
        <Text>
          This project records the demo shop of this server, which has the snippet already.{' '}
          <Anchor href="/demo/" target="_blank">
            Open the shop
          </Anchor>
        </Text>
      )}
      <Box className="sheet" p="md">
        <Title order={2} mb="sm">
          Does it arrive?
        </Title>
        {status.error ? (
          <Failure error={status.error} retry={() => void status.refetch()} />
        ) : status.data ? (
          <Arrival project={project.data} status={status.data} />
        ) : (
          <Skeleton h={48} />
        )}
      </Box>
      <Box className="sheet" p="md">
        <Title order={2} mb="sm">
          The snippet
        </Title>
        <Tabs defaultValue="tag">
          <Tabs.List mb="sm">
            <Tabs.Tab value="tag">Script tag</Tabs.Tab>
            <Tabs.Tab value="npm">npm</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="tag">
            <Stack gap="sm">
              <CodeCopy code={snippet} />
              <Text fz="sm" c="dimmed">
                {demo ? 'This is the demo shop’s own: it says that consent is granted, because the shop is yours. ' : ''}
                Put it in the head of every page. It accepts recordings from {origins.join(', ')}. Until there is consent it requests,
                stores and listens to nothing.
              </Text>
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="npm">
            <Stack gap="sm">
              <Text fz="sm" c="dimmed">
                The package is not in a registry: make it where Playhead is, then install the file in your site.
              </Text>
              <CodeCopy code={'npm run build && npm pack ./packages/recorder/dist'} />
              <CodeCopy code="npm install /path/to/playhead/playhead-recorder-*.tgz" />
              <CodeCopy code={`import { init } from '@playhead/recorder'\n\ninit({ key: '${writeKey}', host: '${location.origin}' })`} />
            </Stack>
          </Tabs.Panel>
        </Tabs>
      </Box>
      <Box className="sheet" p="md">
        <Title order={2} mb="sm">
          Consent and masking
        </Title>
        <Stack gap="sm">
          <Text>
            Call this when your consent banner is accepted, or say that you have another basis with data-consent="granted" in the tag:
          </Text>
          <CodeCopy code="playhead.consent.grant()" />
          <Text>
            Everything is masked until you say otherwise: text, inputs and media, in the visitor’s browser. data-privacy="balanced" shows
            text that does not look personal, "relaxed" shows all text; inputs stay masked in each. Single elements: data-playhead-mask,
            data-playhead-unmask, data-playhead-block.
          </Text>
        </Stack>
      </Box>
    </Stack>
  )
}
