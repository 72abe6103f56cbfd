import type { Button } from '@mantine/core'
import { IconFileTypeHtml } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { api } from '../../query/client.ts'
import { BusyButton } from '../../ui/busy-button.tsx'
import type { ClipSpan } from './clip-span.ts'
import { saveNamed } from './share.ts'

/** Makes a span of a session a file that opens without a server. */
export function HtmlFile({
  project,
  session,
  span,
  label,
  ...rest
}: { project: string; session: string; span: ClipSpan; label: string } & ComponentProps<typeof Button<'button'>>) {
  return (
    <BusyButton
      {...rest}
      leftSection={<IconFileTypeHtml size={16} />}
      run={() => saveNamed(api.sessions.exportHtml(project, session, span))}
    >
      {label}
    </BusyButton>
  )
}
