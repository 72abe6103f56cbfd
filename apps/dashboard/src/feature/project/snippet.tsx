import { Anchor, Box, Stack, Tabs, Text, Title } from '@mantine/core'
import type { ProjectDetail } from '@playhead/api'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CodeCopy } from './code-copy.tsx'
import { Consent } from './consent.tsx'

const pack = 'cd /path/to/playhead && npm run build && npm pack ./packages/recorder/dist'
const install = 'cd /path/to/your-site && npm install /path/to/playhead/playhead-recorder-0.1.0.tgz'

/** What goes into the site, by the two ways there are, and how each is told of consent. */
export function Snippet({ project: { snippet, writeKey, origins, demo } }: { project: ProjectDetail }) {
  const [way, choose] = useState<string | null>('tag')
  const isPackage = way === 'npm'
  return (
    <>
      <Box className="sheet" p="md">
        <Title order={2} mb="sm">
          The snippet
        </Title>
        <Tabs value={way} onChange={choose}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="tag">Script tag</Tabs.Tab>
            <Tabs.Tab value="npm">npm</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="tag">
            <Stack gap="sm">
              <CodeCopy code={snippet} />
              <Text fz="sm" c="dimmed">
                {demo ? (
                  <>
                    This is the demo shop’s own: it says that consent is granted, because the shop is yours. A site of yours gets a tag of
                    its own with a{' '}
                    <Anchor fz="sm" renderRoot={(props) => <Link {...props} to="/projects" />}>
                      new project
                    </Anchor>
                    .
                  </>
                ) : (
                  <>
                    Put it in the head of every page. It accepts recordings from {origins.join(', ')}. Until there is consent it requests,
                    stores and listens to nothing.
                  </>
                )}
              </Text>
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="npm">
            <Stack gap="sm">
              <Text fz="sm" c="dimmed">
                The package is not in a registry: make it where Playhead is, then install the file in your site.
              </Text>
              <CodeCopy code={pack} />
              <CodeCopy code={install} />
              <Text fz="sm" c="dimmed">
                A file of its own, playhead.ts say, makes the recorder. No global is made: other files import it from there.
              </Text>
              <CodeCopy
                code={`import { init } from '@playhead/recorder'\n\nexport const playhead = init({ key: '${writeKey}', host: '${location.origin}' })`}
              />
              <CodeCopy code={`import { playhead } from './playhead'`} />
              <Text fz="sm" c="dimmed">
                Until there is consent it requests, stores and listens to nothing. React, Next and Redux have imports of their own: see “On
                your site” in the README.
              </Text>
            </Stack>
          </Tabs.Panel>
        </Tabs>
      </Box>
      <Consent isPackage={isPackage} />
    </>
  )
}
