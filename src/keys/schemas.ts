import { z } from 'zod'

/** The public keys, as a JSON Web Key Set. */
export const keySetSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string().meta({ description: 'The public key, base64url' }),
        kid: z.string(),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
        purpose: z.enum(['access_token', 'receipt']).meta({ description: 'What this key signs' }),
      }),
    ),
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
