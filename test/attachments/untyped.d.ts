/** The two packages of the S3 tests that come without types, as far as the tests use them. */
declare module 'aws4' {
  interface Request {
    service: string
    region: string
    method: string | undefined
    path: string | undefined
    headers: Record<string, string>
  }
  const aws4: {
    sign(
      request: Request,
      keys: { accessKeyId: string; secretAccessKey: string },
    ): { headers?: Record<string, unknown> }
  }
  export default aws4
}

declare module 's3rver' {
  export default class S3rver {
    constructor(options: {
      port: number
      address: string
      silent: boolean
      directory: string
      configureBuckets: { name: string }[]
    })
    run(): Promise<{ port: number }>
    close(): Promise<void>
  }
}
