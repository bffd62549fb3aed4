import { defineLibrary, type Library } from './schema.js';

const HASH = { gives: 'the hash of a password', takes: { 0: 'a password' } } as const;
const COMPARE = { takes: { 0: 'a password', 1: 'the hash of a password' } } as const;
const KEYS = { gives: 'a private key', members: ['privateKey'] } as const;
const DERIVED = { gives: 'a key that is derived from a password', takes: { 0: 'a password' } } as const;

/** Where libraries give and take what opens something: what else they do stands in the other files. */
/** What the callbacks of an object of options are given. */
const AUTH_CALLBACKS = {
  given: { 'callbacks.jwt': 'JwtParameters', 'callbacks.session': 'SessionParameters', 'callbacks.signIn': 'SignInParameters' },
} as const;
const IN_ACCOUNT = 'the tokens of the provider';
const IN_TOKEN = 'what the token of the session holds';

export const secrets: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    entries: {},
    secrets: { 'Math.random': { gives: 'a generated secret', named: true } },
  }),
  defineLibrary({
    modules: ['node:crypto'],
    verified: 'Node 20.20 and 24.21',
    entries: {},
    secrets: {
      // Random bytes are also ids and nonces.
      randomBytes: { gives: 'a generated secret', named: true },
      randomInt: { gives: 'a generated secret', named: true },
      generateKeyPairSync: KEYS,
      scryptSync: DERIVED,
      pbkdf2Sync: DERIVED,
      scrypt: { takes: { 0: 'a password' } },
      pbkdf2: { takes: { 0: 'a password' } },
      createHmac: { takes: { 1: 'the key of a signature' } },
      createCipheriv: { takes: { 1: 'the key of a cipher' } },
      createDecipheriv: { takes: { 1: 'the key of a cipher' } },
    },
  }),
  defineLibrary({
    modules: ['jsonwebtoken'],
    verified: '9.0.3',
    entries: {},
    secrets: {
      sign: { gives: 'a signed token', takes: { 1: 'the key that signs tokens' } },
      verify: { takes: { 0: 'a signed token', 1: 'the key that verifies tokens' } },
      decode: { takes: { 0: 'a signed token' } },
    },
  }),
  defineLibrary({
    modules: ['bcrypt', 'bcryptjs', '@node-rs/bcrypt'],
    verified: 'bcrypt 6.0.0, bcryptjs 3.0.3, @node-rs/bcrypt 2.0.0',
    entries: {},
    secrets: { hash: HASH, hashSync: HASH, compare: COMPARE, compareSync: COMPARE },
  }),
  defineLibrary({
    modules: ['argon2'],
    verified: 'argon2 0.45.1',
    entries: {},
    secrets: { hash: HASH, verify: { takes: { 0: 'the hash of a password', 1: 'a password' } } },
  }),
  defineLibrary({
    modules: ['speakeasy'],
    verified: '2.0.0',
    entries: {},
    secrets: { generateSecret: { gives: 'the secret of one-time passwords' } },
  }),
  defineLibrary({
    modules: ['next-auth', '@auth/core', 'next-auth/next'],
    verified: 'next-auth 4.24.15, @auth/core 0.41.3',
    entries: {},
    secrets: { getServerSession: { gives: 'the session of the user' }, default: { options: { 0: 'AuthOptions' } }, NextAuth: { options: { 0: 'AuthOptions' } }, Auth: { options: { 1: 'AuthOptions' } } },
    types: {
      AuthOptions: { ...AUTH_CALLBACKS, exportedAs: ['AuthOptions', 'NextAuthOptions', 'NextAuthConfig', 'AuthConfig'] },
      JwtParameters: { exportedAs: [], holds: { token: IN_TOKEN, account: IN_ACCOUNT, session: IN_TOKEN } },
      SessionParameters: { exportedAs: [], holds: { token: IN_TOKEN, session: 'the session of the user' } },
      SignInParameters: { exportedAs: [], holds: { account: IN_ACCOUNT, credentials: 'the password that a user has entered' } },
    },
  }),
  defineLibrary({
    modules: ['next-auth/jwt', '@auth/core/jwt'],
    verified: 'next-auth 4.24.15, @auth/core 0.41.3',
    entries: {},
    secrets: { getToken: { gives: IN_TOKEN }, encode: { gives: 'a token of a session' }, decode: { gives: IN_TOKEN } },
  }),
  defineLibrary({
    modules: ['google-auth-library'],
    verified: '10.9.1',
    entries: {},
    secrets: { 'OAuth2Client#getToken': { gives: 'the tokens of the provider', members: ['tokens'] }, 'OAuth2Client#getAccessToken': { gives: 'an access token', members: ['token'] } },
  }),
  defineLibrary({
    modules: ['googleapis'],
    verified: 'google-auth-library 10.9.1',
    entries: {},
    secrets: { 'google.auth.OAuth2#getToken': { gives: 'the tokens of the provider', members: ['tokens'] } },
  }),
];
