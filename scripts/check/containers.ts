import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Check, CheckFailed, ROOT } from './tools.ts'

const INSTRUCTION =
  /^(FROM|WORKDIR|ENV|ARG|COPY|RUN|USER|EXPOSE|HEALTHCHECK|CMD|ENTRYPOINT|LABEL|STOPSIGNAL|VOLUME)\s/
const SERVICES = ['postgres', 'migrate', 'api-1', 'api-2', 'engine', 'proxy'] as const
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|SEALING_KEY|DATABASE_URL/

interface ComposeService {
  image?: string
  build?: unknown
  read_only?: boolean
  healthcheck?: unknown
  environment?: Record<string, unknown>
  volumes?: string[]
  command?: unknown
}

/** The syntax of Dockerfile and docker-compose.yml, and what they promise; nothing is built or started. */
export const containerCheck: Check = {
  name: 'containers',
  async run() {
    const faults: string[] = []
    const instructions = await readInstructions()
    faults.push(...dockerfileFaults(instructions))
    const compose = parse(await readFile(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
      services?: Record<string, ComposeService>
    }
    faults.push(...composeFaults(compose.services ?? {}))
    if (faults.length > 0) throw new CheckFailed(faults.join('\n'))
    return `${instructions.length} instructions, ${Object.keys(compose.services ?? {}).length} services; syntax only`
  },
}

async function readInstructions(): Promise<string[]> {
  const text = await readFile(join(ROOT, 'Dockerfile'), 'utf8')
  const lines = text.replaceAll(/\\\n\s*/g, ' ').split('\n')
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}

function dockerfileFaults(instructions: readonly string[]): string[] {
  const faults = instructions.filter((line) => !INSTRUCTION.test(line)).map((line) => `Dockerfile: ${line}`)
  const last = (name: string) => instructions.filter((line) => line.startsWith(`${name} `)).at(-1)
  if (!instructions[0]?.startsWith('FROM node:24-slim'))
    faults.push('Dockerfile: begins not with node:24-slim')
  if (!last('USER') || /^USER\s+(root|0)\b/.test(last('USER') ?? '')) faults.push('Dockerfile: runs as root')
  if (!last('HEALTHCHECK')) faults.push('Dockerfile: no HEALTHCHECK')
  if (!last('CMD')?.startsWith('CMD [')) faults.push('Dockerfile: CMD must be a JSON list')
  for (const line of instructions) {
    if (/^(ENV|ARG)\s/.test(line) && SECRET_NAME.test(line)) faults.push(`Dockerfile: a secret: ${line}`)
  }
  return faults
}

function composeFaults(services: Record<string, ComposeService>): string[] {
  const faults = SERVICES.filter((name) => !services[name]).map((name) => `compose: no service ${name}`)
  for (const [name, service] of Object.entries(services)) {
    if (!service.image && !service.build) faults.push(`compose: ${name} has neither image nor build`)
    if (!service.healthcheck) faults.push(`compose: ${name} has no healthcheck`)
    if (service.read_only !== true) faults.push(`compose: ${name} can write to its file system`)
    faults.push(...secretFaults(name, service), ...missingFiles(name, service))
  }
  return faults
}

/** A secret comes from outside: `${NAME}` or `${NAME:?sentence}`, or a path under /run/secrets. */
function secretFaults(name: string, { environment = {} }: ComposeService): string[] {
  return Object.entries(environment)
    .filter(([key]) => SECRET_NAME.test(key))
    .filter(([, value]) => !/^(\$\{[A-Z_]+(:\?[^}]*)?\}|\/run\/secrets\/\w+)$/.test(String(value)))
    .filter(([, value]) => !/^postgres:\/\/\w+:\$\{[A-Z_]+(:\?[^}]*)?\}@/.test(String(value)))
    .map(([key]) => `compose: ${name} has a secret in the file: ${key}`)
}

function missingFiles(name: string, { volumes = [] }: ComposeService): string[] {
  return volumes
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((source) => source.startsWith('./') && !existsSync(join(ROOT, source)))
    .map((source) => `compose: ${name} mounts ${source}, which is not there`)
}
