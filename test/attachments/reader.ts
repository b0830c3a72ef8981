/** Somebody who looks at attachments. */
import type { Api, Client } from '../api.ts'

export interface View {
  id: string
  eventId: string | null
  versionId: string | null
  regionCode: string
  state: string
  files: { rendition: string; byteLength: number; sha256: string; isRestricted: boolean; href: string }[]
  [field: string]: unknown
}

export const listOf = async (client: Client, eventId: string) =>
  (await client.get(`/v1/events/${eventId}/attachments`)).json<{ items: View[]; next: string | null }>().items

export async function download(api: Api, client: Client, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.address}${path}`, {
    headers: { authorization: `Bearer ${await client.token()}`, ...headers },
  })
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}
