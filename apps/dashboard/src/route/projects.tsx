import { Alert, Box, Button, Center, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { originFromAddress } from '@playhead/api'
import { IconChevronRight } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCreateProject, useProjects } from '../query/project.ts'
import { Mark } from '../ui/door.tsx'
import { Failure } from '../ui/failure.tsx'

/** The sites that are recorded, and a form for one more. */
export function Projects() {
  useDocumentTitle('Projects – Playhead')
  const projects = useProjects()
  const create = useCreateProject()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const origin = originFromAddress(address)
  if (projects.error) return <Failure error={projects.error} retry={() => void projects.refetch()} />
  return (
    <Center p="md" pt={40}>
      <Stack w="100%" maw={560} gap="lg">
        <Group gap="sm">
          <Mark />
          <Title order={1}>Projects</Title>
        </Group>
        <Box className="sheet">
          {projects.data?.map(({ id, name: label, origins }) => (
            <Link key={id} to="/p/$project/sessions" params={{ project: id }} className="plain">
              <Group px="md" py="sm" justify="space-between" wrap="nowrap">
                <Box miw={0}>
                  <Text fw={600}>{label}</Text>
                  <Text fz="sm" c="dimmed" className="clip">
                    {origins.join(', ')}
                  </Text>
                </Box>
                <IconChevronRight size={18} />
              </Group>
            </Link>
          ))}
        </Box>
        <Box className="sheet" p="md">
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (!origin) return
              create.mutate(
                { name, origins: [origin] },
                { onSuccess: ({ id }) => void navigate({ to: '/p/$project/install', params: { project: id } }) },
              )
            }}
          >
            <Stack>
              <Title order={2}>New project</Title>
              <TextInput
                label="Name"
                placeholder="Our shop"
                required
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <TextInput
                label="Address of the site"
                placeholder="https://www.example.com"
                required
                maxLength={250}
                value={address}
                onChange={(event) => setAddress(event.currentTarget.value)}
                error={address.length > 8 && !origin ? sayNoAddress(address) : undefined}
                description={
                  origin && origin !== address ? `Recordings are accepted from ${origin}` : 'Recordings are accepted from its pages only'
                }
              />
              {create.error && <Alert color="red">{create.error.message}</Alert>}
              <Button type="submit" loading={create.isPending} disabled={!origin || !name.trim()}>
                Create project
              </Button>
            </Stack>
          </form>
        </Box>
      </Stack>
    </Center>
  )
}

const sayNoAddress = (address: string): string =>
  address.includes('*')
    ? 'One address, such as https://www.example.com, without a *. Others are accepted on the Install page, once they send.'
    : 'An address such as https://www.example.com'
