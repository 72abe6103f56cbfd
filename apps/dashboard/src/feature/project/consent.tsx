import { Box, Code, Stack, Text, Title } from '@mantine/core'
import { CodeCopy } from './code-copy.tsx'

/** What a visitor's choice calls, and what is masked: in the words of the package or of the tag. */
export function Consent({ isPackage }: { isPackage: boolean }) {
  const option = (name: string, value: string): string => (isPackage ? `${name}: '${value}'` : `data-${name}="${value}"`)
  return (
    <Box className="sheet" p="md">
      <Title order={2} mb="sm">
        Consent and masking
      </Title>
      <Stack gap="sm">
        <Text>
          {isPackage ? 'Import playhead where the banner is. ' : ''}
          When your consent banner is accepted:
        </Text>
        <CodeCopy code="playhead.consent.grant()" />
        <Text>When it is refused; the browser remembers that:</Text>
        <CodeCopy code="playhead.consent.deny()" />
        <Text>When somebody changes their mind later, by a link in your footer say. It ends the recording and clears what was kept:</Text>
        <CodeCopy code="playhead.consent.withdraw()" />
        <Text>
          If you have another basis, say so with <Code>{option('consent', 'granted')}</Code> {isPackage ? 'in init' : 'in the tag'}: then
          nothing needs to be called, and a refusal still counts.
        </Text>
        <Text>
          Everything is masked until you say otherwise: text, inputs and media, and what errors and the console say, in the visitor’s
          browser. <Code>{option('privacy', 'balanced')}</Code> shows text that does not look personal,{' '}
          <Code>{option('privacy', 'relaxed')}</Code> shows all text. What is typed stays masked in each; which option, box or radio button
          is chosen is told in both, and not by default. Single elements: <Code>data-playhead-mask</Code>, <Code>data-playhead-unmask</Code>
          , <Code>data-playhead-block</Code>.
        </Text>
      </Stack>
    </Box>
  )
}
