import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

t.test('the exceptions from the linters are those that have a reason', (t) => {
  const page = read('docs/adr/0006-lint-exceptions.md')
  const reasoned = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| \S.+ \|$/gm)].map(
    ([, rule, path]) => `${rule} at ${path}`,
  )
  const listed = [...spectralExceptions(), ...redoclyExceptions()]
  t.ok(listed.length >= 10, `${listed.length} exceptions`)
  t.same(reasoned.sort(), listed.sort())
  t.end()
})

function spectralExceptions(): string[] {
  const { overrides } = parse(read('.spectral.yaml')) as {
    overrides: { files: string[]; rules: Record<string, string> }[]
  }
  return overrides.flatMap(({ files, rules }) =>
    files.flatMap((file) => Object.keys(rules).map((rule) => `${rule} at ${operationOf(file)}`)),
  )
}

function redoclyExceptions(): string[] {
  const { 'openapi.yaml': rules } = parse(read('.redocly.lint-ignore.yaml')) as {
    'openapi.yaml': Record<string, string[]>
  }
  return Object.entries(rules).flatMap(([rule, pointers]) =>
    pointers.map((pointer) => `${rule} at ${operationOf(pointer)}`),
  )
}

/** `openapi.yaml#/paths/~1livez/get` is `GET /livez`. */
function operationOf(pointer: string): string {
  const [, path = '', method = ''] = /#\/paths\/([^/]+)\/([a-z]+)/.exec(pointer) ?? []
  return `${method.toUpperCase()} ${path.replaceAll('~1', '/')}`
}
