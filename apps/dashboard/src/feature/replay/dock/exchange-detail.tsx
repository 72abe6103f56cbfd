import { Table, Text } from '@mantine/core'
import type { Exchange } from '@playhead/analysis'
import { useMemo } from 'react'
import { formatClock } from '../../../ui/time.ts'
import classes from './dock.module.css'
import { statusOf } from './exchange-row.tsx'
import { formatBytes, formatMs } from '../../../ui/measure.ts'
import { Detail } from './panel.tsx'
import { withAttribute } from './snippet.ts'
import { durationOf } from './waterfall.ts'

export function ExchangeDetail({
  exchange,
  untilMs,
  onClose,
  snippet,
}: {
  exchange: Exchange
  untilMs: number
  onClose: () => void
  snippet: string
}) {
  const { method, url, kind, status, sizeBytes, startMs, endMs, request, response, traffic } = exchange
  const facts: [string, string][] = [
    ['Kind', kind === 'socket' ? 'WebSocket' : kind],
    ['Status', kind === 'socket' && status ? `${statusOf(exchange)}, code ${status}` : statusOf(exchange)],
    ['Began', formatClock(startMs)],
    ['Took', `${formatMs(durationOf(exchange, untilMs))}${endMs === null ? ', still open' : ''}`],
    ['Size', sizeBytes === null ? 'not told by the server' : formatBytes(sizeBytes)],
  ]
  return (
    <Detail title={`${method} ${url}`} onClose={onClose}>
      <Table fz="xs" verticalSpacing={2} withRowBorders={false}>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td c="dimmed" w={70}>
                {name}
              </Table.Td>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {traffic.length > 0 && <Traffic traffic={traffic} />}
      {request !== undefined && <Payload title="Request" json={request} />}
      {response !== undefined && <Payload title="Response" json={response} />}
      {kind !== 'socket' && kind !== 'beacon' && request === undefined && response === undefined && (
        <Text fz="xs" c="dimmed" mt={8} component="div">
          Headers and bodies of this request were not recorded. They are, masked, for addresses that the tag names:
          <pre className={classes['code']} style={{ marginTop: 4 }}>
            {withAttribute(snippet, 'data-network', 'bodies')}
          </pre>
        </Text>
      )}
    </Detail>
  )
}

/** Headers and body, the body as it reads best. */
function Payload({ title, json }: { title: string; json: string }) {
  const { headers, body } = useMemo(() => readPayload(json), [json])
  return (
    <>
      <Text fz="xs" c="dimmed" mt={10} mb={4}>
        {title}
      </Text>
      {headers && <pre className={classes['code']}>{headers}</pre>}
      <pre className={classes['code']} style={{ marginTop: headers ? 4 : 0 }}>
        {body}
      </pre>
    </>
  )
}

function readPayload(json: string): { headers: string; body: string } {
  try {
    const { headers, body } = JSON.parse(json) as { headers?: Record<string, string>; body?: unknown }
    return {
      headers: Object.entries(headers ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
      body: body === null || body === undefined ? 'No body' : typeof body === 'string' ? body : JSON.stringify(body, null, 2),
    }
  } catch {
    return { headers: '', body: json }
  }
}

function Traffic({ traffic }: Pick<Exchange, 'traffic'>) {
  return (
    <Table fz="xs" verticalSpacing={2} mt={8}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Until</Table.Th>
          <Table.Th>What</Table.Th>
          <Table.Th ta="right">Sent</Table.Th>
          <Table.Th ta="right">Received</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="number">
        {traffic.slice(0, 200).map(({ atMs, state, sent, sentBytes, received, receivedBytes, code }, index) => (
          <Table.Tr key={index}>
            <Table.Td>{formatClock(atMs)}</Table.Td>
            <Table.Td>
              {state}
              {code === undefined ? '' : ` ${code}`}
            </Table.Td>
            <Table.Td ta="right">{sent ? `${sent} · ${formatBytes(sentBytes)}` : ''}</Table.Td>
            <Table.Td ta="right">{received ? `${received} · ${formatBytes(receivedBytes)}` : ''}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
