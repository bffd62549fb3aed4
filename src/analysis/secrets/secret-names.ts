/**
 * Names of properties, headers and environment variables that hold credentials. They say something of a property that is
 * read, of a path or of a declared type; a variable's own name says nothing.
 */

/** Names as they are compared: `access_token`, `access-token` and `accessToken` are one. */
export function plainName(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** Properties that hold a credential on whatever object they are. */
const CREDENTIALS = new Set([
  'password', 'passwd', 'passphrase', 'passwordhash', 'hashedpassword', 'encryptedpassword', 'plainpassword', 'currentpassword', 'newpassword', 'oldpassword', 'confirmpassword', 'passwordconfirm',
  'passwordconfirmation', 'rootpassword', 'adminpassword', 'dbpassword', 'smtppassword', 'userpassword', 'clientsecret', 'appsecret', 'jwtsecret', 'sessionsecret', 'cookiesecret', 'webhooksecret',
  'signingsecret', 'totpsecret', 'mfasecret', 'twofactorsecret', 'otpsecret', 'apikey', 'apisecret', 'apitoken', 'xapikey', 'accesstoken', 'refreshtoken', 'idtoken', 'authtoken', 'bearertoken', 'sessiontoken', 'secretaccesskey',
  'privatekey', 'encryptionkey', 'masterkey', 'authorization', 'proxyauthorization', 'creditcard', 'creditcardnumber', 'cardnumber', 'cvv', 'cvc', 'ssn', 'resettoken', 'passwordresettoken', 'verificationtoken', 'accesskeysecret', 'mnemonic', 'seedphrase',
]);

/** What else holds one in a body, a query or the cookies of a request. */
const IN_REQUESTS = new Set([...CREDENTIALS, 'token', 'secret', 'pass', 'pwd', 'otp', 'pin', 'jwt', 'authcode', 'totp', 'recoverycode', 'mfacode']);

/** Keys under which a file hands over what opens something. */
const HANDED_OVER = new Set([...CREDENTIALS, 'connectionstring']);

const HEADERS = new Set(['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'xapikey', 'apikey', 'xauthtoken', 'xaccesstoken', 'xcsrftoken', 'xsessiontoken', 'xamzsecuritytoken', 'xhubsignature', 'privatetoken', 'xgitlabtoken', 'xvaulttoken']);

const COOKIE = /session|token|auth|jwt|refresh|^sid$|connectsid/;
const ENVIRONMENT = /(?:^|_)(?:SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|TOKEN|API_?KEY|PRIVATE_KEY|SECRET_KEY|ACCESS_KEY|ENCRYPTION_KEY|SIGNING_KEY|MASTER_KEY|ADMIN_KEY|AUTH_KEY|CREDENTIALS|DATABASE_URL|DB_URL|MONGO_URL|MONGO(?:DB)?_URI|REDIS_URL|AMQP_URL|RABBITMQ_URL|CONNECTION_STRING|DSN)$/;
/** Silence only: what is about credentials, and none. */
const NOT_ONE = /PUBLIC|INVALID|EXPIRED|MISSING|WRONG|RESET_|FORGOT|CHANGE|UPDATE|WEAK|REQUIRED|UNKNOWN|DUPLICATE|CLOSE_|NEXT_|PUBLISHABLE|SENTRY_DSN|_ID_|MAX|COUNT|LIMIT|EXPIR|_TTL|PATH|FILE|NAME$|HEADER|_ENABLED|SYMBOL|ADDRESS/;

export function isCredentialName(name: string, more: ReadonlySet<string>): boolean {
  const plain = plainName(name);
  return CREDENTIALS.has(plain) || more.has(plain);
}

export function isCredentialKey(name: string, more: ReadonlySet<string>): boolean {
  const plain = plainName(name);
  return HANDED_OVER.has(plain) || more.has(plain);
}

export function isRequestCredential(name: string, more: ReadonlySet<string>): boolean {
  const plain = plainName(name);
  return IN_REQUESTS.has(plain) || more.has(plain);
}

export function isCredentialHeader(name: string): boolean {
  return HEADERS.has(plainName(name));
}

export function isCredentialCookie(name: string): boolean {
  return COOKIE.test(name.toLowerCase());
}

/** `JWT_SECRET`, `DATABASE_URL` */
export function isSecretVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name) && ENVIRONMENT.test(name) && !NOT_ONE.test(name);
}

/** What a file calls random bytes that are a secret: `resetToken`, `ADMIN_API_KEY`; not `requestId`, `nonce`, `salt`. */
export function isSecretName(name: string): boolean {
  return isSecretVariable(name) || (/(?:token|secret|password|passphrase|apikey|accesskey|privatekey|encryptionkey|otp|otpcode|verificationcode|resetcode)$/i.test(name.replaceAll('_', '')) && !/csrf|xsrf|nonce|trace|request|cancel|page|lock|fencing/i.test(name));
}

/** Personal data, which some must keep out of logs too. */
export const PERSONAL = ['email', 'emailaddress', 'phone', 'phonenumber', 'mobile', 'ip', 'ipaddress', 'remoteaddress', 'firstname', 'lastname', 'fullname', 'birthday', 'birthdate', 'dateofbirth', 'address', 'street', 'zipcode', 'postcode', 'iban', 'passportnumber', 'taxid', 'nationalid'] as const;

/** What stands in a text before a credential: `Bearer `, `--password=`, `postgres://user:`. */
export function announcesCredential(before: string, after: string): boolean {
  if (/\b(?:Bearer|Basic)\s$/.test(before)) return true;
  if (/(?:^|\s)--?(?:[\w-]*(?:password|passwd|token|secret|api-?key))[= ]["']?$/i.test(before)) return true;
  return /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:$/i.test(before) && after.startsWith('@');
}

/** An address with a user and a password in it, and no placeholder for one. */
export function holdsPassword(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@*<$]{3,}@/i.test(text);
}
