import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { PROBLEMS } from '../../src/problems/catalogue.ts'
import { problemSchema } from '../../src/problems/schemas.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const slugs = Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]
const parts = ['Type', 'Status', 'When', 'What to do', 'Members']

t.test('every problem is explained to the programmer who meets it', (t) => {
  const sections = readSections()
  t.ok(slugs.length > 30, `${slugs.length} problems`)
  t.same([...sections.keys()].sort(), [...slugs].sort(), 'the page explains all of them and no others')
  for (const slug of slugs) {
    const text = sections.get(slug) ?? ''
    const { status, title } = PROBLEMS[slug]
    const missing = parts.filter((part) => !new RegExp(`^- \\*\\*${part}\\*\\* \\S`, 'm').test(text))
    t.same(missing, [], `${slug} tells ${parts.join(', ')}`)
    t.ok(
      text.includes(`\`/problems/${slug}\``) && text.includes(`${status}, "${title}"`),
      `${slug} is told as it is`,
    )
    const example = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(text)?.[1] ?? 'null')
    t.ok(problemSchema.safeParse(example).success, `the example of ${slug} is a problem`)
    t.match(example, { type: `/problems/${slug}`, status, title })
  }
  t.end()
})

t.test('every problem is met somewhere', (t) => {
  const folder = join(ROOT, 'src')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('problems'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
  t.ok(sources.length > 200, `${sources.length} files`)
  t.same(
    slugs.filter((slug) => !sources.some((text) => text.includes(`'${slug}'`))),
    [],
  )
  t.end()
})

t.test('a title says what its status says', (t) => {
  for (const slug of slugs) t.ok(PROBLEMS[slug].status >= 400 && PROBLEMS[slug].status < 600, slug)
  const titles = slugs.map((slug) => PROBLEMS[slug].title)
  t.equal(new Set(titles).size, titles.length, 'no title is used twice')
  t.end()
})

function readSections(): Map<string, string> {
  const text = readFileSync(join(ROOT, 'docs', 'problems.md'), 'utf8')
  return new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
  )
}
