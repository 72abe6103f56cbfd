import { Button, CopyButton, Text } from '@mantine/core'
import type { InspectedNode, Player } from '@playhead/player'
import { IconCheck, IconChevronDown, IconChevronRight, IconCopy, IconPlayerPause } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { formatCount } from '../../../ui/time.ts'
import classes from './dock.module.css'
import { type InspectorRow, inspectorRowsOf, type KnownTree, nameOf, selectorOf } from './inspector.ts'
import { Detail, NoMatch, type PanelProps, Search } from './panel.tsx'
import { Rows } from './rows.tsx'
import { useInspector } from './use-inspector.ts'

/** The recorded page as it stands at the playhead, node by node. */
export function DomPanel({ player, atMs, isPlaying }: PanelProps & { isPlaying: boolean }) {
  if (isPlaying)
    return (
      <div className={classes['none']}>
        <Text fz="sm" mb="sm">
          The page changes while it plays.
        </Text>
        <Button size="xs" leftSection={<IconPlayerPause size={14} />} onClick={() => player.pause()}>
          Pause and inspect
        </Button>
      </div>
    )
  return <Inspector player={player} atMs={atMs} />
}

function Inspector({ player, atMs }: { player: Player; atMs: number }) {
  const { tree, open, setOpen, reveal, search, setSearch, hits, failure } = useInspector(player, atMs)
  const [chosen, setChosen] = useState(0)
  useEffect(() => () => player.outline(null), [player])
  const point = (row: InspectorRow | null): void => player.outline(row?.node.box.length ? row.node.box : null)
  const rows = useMemo(
    () => (hits ? hits.map((node) => ({ node, depth: 0, isOpen: false })) : inspectorRowsOf(tree, open)),
    [hits, tree, open],
  )
  const node = tree.nodes.get(chosen)
  return (
    <div className={classes['panel']}>
      <div className={classes['toolbar']}>
        <Search label="Text, or name#id.class" value={search} onChange={setSearch} />
        <Text fz="xs" c="dimmed" className={hits ? undefined : classes['hint']}>
          {hits ? `${formatCount(hits.length, 'element')}; Enter shows where it stands` : 'Arrows move and open, Enter shows details'}
        </Text>
      </div>
      <div className={classes['split']}>
        <div className={classes['main']}>
          {failure && <div className={classes['none']}>{failure}</div>}
          {!failure &&
            rows.length === 0 &&
            (hits ? (
              <NoMatch what="elements" onClear={() => setSearch('')} />
            ) : (
              <div className={classes['none']}>There is no page at this moment.</div>
            ))}
          {!failure && rows.length > 0 && (
            <Rows
              label={hits ? 'Elements found' : 'Page'}
              rows={rows}
              rowHeight={22}
              target={hits ? -1 : rows.findIndex((row) => row.node.id === chosen)}
              isOpen={(row) => row.node.id === chosen}
              onOpen={(row) => {
                setChosen(row.node.id)
                if (hits) void reveal(row.node)
                else if (row.node.children && !row.isOpen) void setOpen(row.node.id, true)
              }}
              onKey={(key, row) => {
                if (key !== 'ArrowRight' && key !== 'ArrowLeft') return false
                if (!hits && row.node.children && row.isOpen === (key === 'ArrowLeft')) void setOpen(row.node.id, !row.isOpen)
                return true
              }}
              onPoint={point}
              render={(row) => (
                <NodeRow row={row} onTwist={hits || !row.node.children ? undefined : () => void setOpen(row.node.id, !row.isOpen)} />
              )}
            />
          )}
        </div>
        {node && <NodeDetail tree={tree} node={node} onClose={() => setChosen(0)} />}
      </div>
    </div>
  )
}

function NodeRow({ row: { node, depth, isOpen }, onTwist }: { row: InspectorRow; onTwist: (() => void) | undefined }) {
  const Twisty = isOpen ? IconChevronDown : IconChevronRight
  return (
    <span className={`clip ${classes['mono']!}`} style={{ paddingLeft: depth * 12 }}>
      {onTwist ? (
        <span
          className={classes['twisty']}
          onClick={(event) => {
            event.stopPropagation()
            onTwist()
          }}
        >
          <Twisty size={12} style={{ verticalAlign: -1 }} />
        </span>
      ) : (
        <span style={{ display: 'inline-block', width: 16 }} />
      )}
      {node.name === '#text' ? (
        <span className={classes['string']}>{node.text.trim()}</span>
      ) : node.name === '#comment' ? (
        <Text span c="dimmed" fz={12} className={classes['mono']}>{`<!--${node.text}-->`}</Text>
      ) : node.name.startsWith('#') ? (
        <Text span c="dimmed" fz={12} className={classes['mono']}>
          {node.name}
        </Text>
      ) : (
        <>
          {'<'}
          <span className={classes['tag']}>{node.name}</span>
          {node.attributes.slice(0, 6).map(([name, value]) => (
            <span key={name}>
              {' '}
              <span className={classes['literal']}>{name}</span>
              {value && (
                <>
                  ="<span className={classes['string']}>{value.slice(0, 80)}</span>"
                </>
              )}
            </span>
          ))}
          {node.attributes.length > 6 ? ' …' : ''}
          {node.children && !isOpen ? '>…' : '>'}
        </>
      )}
    </span>
  )
}

function NodeDetail({ tree, node, onClose }: { tree: KnownTree; node: InspectedNode; onClose: () => void }) {
  const isElement = !node.name.startsWith('#')
  const [x = 0, y = 0, width = 0, height = 0] = node.box
  const selector = isElement ? selectorOf(tree, node) : ''
  return (
    <Detail title={isElement ? nameOf(node) : node.name} onClose={onClose} isBelow>
      {isElement && (
        <>
          <Text fz="xs" c="dimmed" className="number">
            {node.box.length
              ? `${Math.round(width)} × ${Math.round(height)} at ${Math.round(x)}, ${Math.round(y)} of the view`
              : 'It takes no room on the page.'}
          </Text>
          <pre className={classes['code']} style={{ margin: '8px 0 4px' }}>
            {selector}
          </pre>
          <CopyButton value={selector}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="light"
                onClick={copy}
                leftSection={copied ? <IconCheck size={12} /> : <IconCopy size={12} />}
              >
                {copied ? 'Copied' : 'Copy selector'}
              </Button>
            )}
          </CopyButton>
          <dl className={classes['mono']} style={{ margin: '10px 0 0', overflowWrap: 'anywhere' }}>
            {node.attributes.map(([name, value]) => (
              <div key={name} style={{ marginBottom: 4 }}>
                <dt className={classes['literal']} style={{ display: 'inline' }}>
                  {name}
                </dt>{' '}
                <dd className={classes['string']} style={{ display: 'inline', margin: 0 }}>
                  {value}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {node.text && <pre className={classes['code']}>{node.text}</pre>}
      {node.children > 1000 && (
        <Text fz="xs" c="dimmed" mt={6}>
          The first 1,000 of {node.children.toLocaleString('en')} children are listed.
        </Text>
      )}
    </Detail>
  )
}
