/** Names in both languages (名称), as the service gives them. */
import { indicatorListSchema } from '../catalogues/schemas.ts'
import { nodeSchema } from '../regions/schemas.ts'
import { departmentListSchema, sectionListSchema } from '../routing/schemas.ts'
import type { Post } from './post.ts'
import type { Words } from './terms.ts'

export interface Names {
  unit(regionCode: string): Words
  recipient(code: string): Words
  indicator(key: string): Words
}

/** Reads the names of everything that a timeline may speak of. */
export async function readNames(observer: Post): Promise<Names> {
  const nodes = await observer.all('/v1/nodes?state=open', nodeSchema)
  const { items: sections } = await observer.get('/v1/sections', sectionListSchema)
  const { items: departments } = await observer.get('/v1/departments', departmentListSchema)
  const { items: indicators } = await observer.get('/v1/indicators', indicatorListSchema)
  const units = new Map(
    nodes.map((node) => [node.regionCode, { zh: node.nameZh, en: node.nameRomanised ?? '' }] as const),
  )
  const recipients = new Map(
    [...sections, ...departments].map(({ code, nameZh, nameEn }) => [code, { zh: nameZh, en: nameEn }]),
  )
  const labels = new Map(indicators.map(({ key, zh, en }) => [key as string, { zh, en }]))
  return {
    unit: (code) => units.get(code) ?? { zh: code, en: '' },
    recipient: (code) => recipients.get(code) ?? { zh: code, en: code },
    indicator: (key) => labels.get(key) ?? { zh: key, en: key },
  }
}
