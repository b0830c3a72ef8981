import { z } from 'zod'
import { code } from '../wire.ts'

/** The public keys, as a JSON Web Key Set. */
export const keySetSchema = z
  .object({
    keys: z
      .array(
        z.object({
          kty: z.literal('OKP'),
          crv: z.literal('Ed25519'),
          x: z
            .string()
            .max(43)
            .regex(/^[A-Za-z0-9_-]{43}$/)
            .meta({ description: 'The public key, base64url' }),
          kid: code(40).meta({ description: 'Id of the key' }),
          use: z.literal('sig'),
          alg: z.literal('EdDSA'),
          purpose: z.enum(['access_token', 'receipt']).meta({ description: 'What this key signs' }),
        }),
      )
      .max(1_000),
  })
  .meta({
    id: 'KeySet',
    description: 'Public keys (RFC 7517): those of access tokens while they live, those of receipts for good',
    examples: [
      {
        keys: [
          {
            kty: 'OKP',
            crv: 'Ed25519',
            x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
            kid: 'Zq3vVd0yQ1mT8s2K',
            use: 'sig',
            alg: 'EdDSA',
            purpose: 'receipt',
          },
        ],
      },
    ],
  })
