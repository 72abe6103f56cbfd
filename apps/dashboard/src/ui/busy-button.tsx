import { Button } from '@mantine/core'
import { type ComponentProps, useState } from 'react'

/** A small button that waits for what a press of it began. The rest is given to the button, as a tooltip does. */
export function BusyButton({ run, ...rest }: { run: () => Promise<unknown> } & ComponentProps<typeof Button<'button'>>) {
  const [isBusy, setBusy] = useState(false)
  return (
    <Button
      {...rest}
      size="xs"
      variant="default"
      loading={isBusy}
      onClick={() => {
        setBusy(true)
        void run().finally(() => setBusy(false))
      }}
    />
  )
}
