import { Button } from '@mantine/core'
import { IconFileTypeHtml } from '@tabler/icons-react'
import { type ComponentProps, useState } from 'react'
import { api } from '../../query/client.ts'
import type { ClipSpan } from './clip-span.ts'
import { saveNamed } from './share.ts'

/** Makes a span of a session a file that opens without a server. The rest is given to the button, as a tooltip does. */
export function HtmlFile({
  project,
  session,
  span,
  label,
  ...rest
}: { project: string; session: string; span: ClipSpan; label: string } & ComponentProps<typeof Button<'button'>>) {
  const [isMaking, setMaking] = useState(false)
  return (
    <Button
      {...rest}
      size="xs"
      variant="default"
      leftSection={<IconFileTypeHtml size={16} />}
      loading={isMaking}
      onClick={() => {
        setMaking(true)
        void saveNamed(api.sessions.exportHtml(project, session, span)).finally(() => setMaking(false))
      }}
    >
      {label}
    </Button>
  )
}
