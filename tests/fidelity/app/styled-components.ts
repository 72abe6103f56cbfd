import { createElement as h, type ReactNode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createGlobalStyle, keyframes, styled, ThemeProvider } from 'styled-components'

const Global = createGlobalStyle`body { margin: 0; font: 20px sans-serif; background: #f8f9fa }`
const turn = keyframes`from { transform: rotate(0) } to { transform: rotate(90deg) }`
const Box = styled.div<{ $round: number; $isOn: boolean }>`
  padding: ${({ $round }) => 20 + $round * 20}px;
  width: 300px;
  color: white;
  background: hsl(${({ $round }) => $round * 70} 60% 45%);
  animation: ${turn} 2s linear -0.5s paused ${({ $isOn }) => ($isOn ? 1 : 0)};
  b {
    font-size: ${({ $round }) => 20 + $round * 10}px;
  }
`
const Button = styled.button`
  padding: 16px 32px;
  margin: 12px;
  border: 0;
  font: inherit;
  background: ${({ theme }) => (theme as { main: string }).main};
  color: white;
  &:hover {
    background: #ffb703;
    color: black;
  }
`
function App(): ReactNode {
  const [round, setRound] = useState(0)
  const [isOn, setOn] = useState(false)
  return h(
    ThemeProvider,
    { theme: { main: isOn ? '#9b2226' : '#005f73' } },
    h(Global),
    h(Box, { $round: round, $isOn: isOn }, 'Round ', h('b', null, round)),
    h(Button, { onClick: () => setRound(round + 1) }, 'More'),
    h(Button, { onClick: () => setOn(!isOn) }, 'Turn'),
  )
}
createRoot(document.querySelector('#app')!).render(h(App))
