import { defineLibrary, type Entry, type KeepFacts, type Library, type WaitFacts } from './schema.js';

const WARNS = 'only logs a warning when the time is over, since @smithy/node-http-handler 4.4, and the request goes on';
const IGNORED = 'stands where version 3 of the SDK reads no such option';

const awsClientWait: WaitFacts = {
  argument: 0,
  bounds: [],
  inert: [
    {
      key: 'requestHandler.requestTimeout',
      why: WARNS,
      instead: '`throwOnRequestTimeout: true` beside it',
      unless: ['requestHandler.throwOnRequestTimeout', 'requestHandler.socketTimeout'],
      // The first that brings @smithy/node-http-handler 4.4.
      notBefore: '3.910.0',
      write: 'requestTimeout: $, throwOnRequestTimeout: true',
    },
    ...['requestTimeout', 'timeout'].map(key => ({
      key,
      why: IGNORED,
      instead: '`requestHandler: { requestTimeout, throwOnRequestTimeout: true }`',
      unless: ['requestHandler'],
      write: 'requestHandler: { requestTimeout: $, throwOnRequestTimeout: true }',
    })),
    ...['connectionTimeout', 'socketTimeout'].map(key => ({
      key,
      why: IGNORED,
      instead: `\`requestHandler: { ${key} }\``,
      unless: ['requestHandler'],
      write: `requestHandler: { ${key}: $ }`,
    })),
    ...['timeout', 'connectTimeout'].map(key => ({
      key: `httpOptions.${key}`,
      why: 'stands in `httpOptions`, which version 3 of the SDK does not read',
      instead: '`requestHandler: { connectionTimeout, socketTimeout }`',
      unless: ['requestHandler'],
    })),
  ],
};

/**
 * The other clients got a default of 5 or 15 minutes of silence in 2026 (`defaultSocketTimeout` in their runtimeConfig.js);
 * S3, which may move large objects, has none in any version.
 */
const s3Waits: NonNullable<Entry['waits']> = {
  command: {
    argument: 0,
    bounds: ['requestHandler.socketTimeout', 'requestHandler.requestTimeout', 'requestHandler.throwOnRequestTimeout'],
    write: 'requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 }',
    what: 'requests',
    // Signing sends nothing.
    besides: ['@aws-sdk/s3-request-presigner', '@aws-sdk/s3-presigned-post'],
  },
};

/** Options of one `send`: the signal, and no time of its own. */
const awsSendWait: WaitFacts = {
  argument: 1,
  bounds: ['abortSignal'],
  inert: [{ key: 'timeout', why: 'is no option of `send`, which ignores it', instead: '`abortSignal: AbortSignal.timeout(ms)`', unless: ['requestTimeout'], write: 'abortSignal: AbortSignal.timeout($)' }],
};

/** Run with client-s3 3.1169: three clients open three connections for what one sends over one. */
const AWS_CONNECTIONS: KeepFacts = {
  what: 'a client with connections and credentials of its own',
  harm: 'each looks its credentials up again and opens new TLS connections, and leaves them open',
  kind: 'connections',
};

/** The clients of the AWS SDK for JavaScript v3 that back ends use; all are made by one generator and read one set of options. */
const AWS_CLIENTS: Readonly<Record<string, string>> = {
  's3': 'S3', 'sqs': 'SQS', 'sns': 'SNS', 'ses': 'SES', 'sesv2': 'SESv2', 'dynamodb': 'DynamoDB', 'lambda': 'Lambda', 'kms': 'KMS', 'sts': 'STS',
  'ssm': 'SSM', 'secrets-manager': 'SecretsManager', 'eventbridge': 'EventBridge', 'kinesis': 'Kinesis', 'firehose': 'Firehose', 'sfn': 'SFN',
  'cloudwatch': 'CloudWatch', 'cloudwatch-logs': 'CloudWatchLogs', 'cloudfront': 'CloudFront', 'cognito-identity-provider': 'CognitoIdentityProvider',
  'ecs': 'ECS', 'ec2': 'EC2', 'rds-data': 'RDSData', 'athena': 'Athena', 'bedrock-runtime': 'BedrockRuntime', 'route-53': 'Route53', 'iam': 'IAM',
  'textract': 'Textract', 'rekognition': 'Rekognition', 'scheduler': 'Scheduler', 'ecr': 'ECR', 'organizations': 'Organizations', 'glue': 'Glue',
};

/** Azure Storage: the time of a try is written into the URL, for the server to keep. */
function azureStorage(module: string, type: string): readonly Library[] {
  const wait = (argument: number): WaitFacts => ({
    argument,
    bounds: [],
    inert: [
      {
        key: 'retryOptions.tryTimeoutInMs',
        why: 'goes into the URL as a limit for the server to keep, and the client waits on',
        instead: '`abortSignal: AbortSignal.timeout(ms)` in the options of each call',
      },
    ],
  });
  return [
    defineLibrary({
      modules: [module],
      verified: '@azure/storage-blob 12.32.0, @azure/storage-common 12.4',
      entries: {
        [type]: { role: 'cloud-client', use: 'new', gives: type, wait: wait(2), example: `import { ${type} } from '${module}'; new ${type}(url, credential)`, source: 'StorageRetryPolicyV2.js: setURLParameter' },
        [`${type}.fromConnectionString`]: { role: 'cloud-client', gives: type, wait: wait(1), example: `import { ${type} } from '${module}'; ${type}.fromConnectionString(text)` },
      },
      types: { [type]: {} },
    }),
  ];
}

export const cloud: readonly Library[] = [
  ...Object.entries(AWS_CLIENTS).map(([name, service]) =>
    defineLibrary({
      modules: [`@aws-sdk/client-${name}`],
      verified: '@aws-sdk/client-s3 3.1169.0, @smithy/node-http-handler 4.14.2',
      entries: Object.fromEntries([
        ...[`${service}Client`, service].map(type => [
          `${type}#send`,
          {
            role: 'cloud-command',
            promise: 'without-callback',
            ...(name === 's3' && { gives: 'Output' }),
            wait: awsSendWait,
            example: `import { ${type} } from '@aws-sdk/client-${name}'; await new ${type}({}).send(command)`,
          } as const,
        ] as const),
        // Of a GetObjectCommand: an answer of Node's client.
        ...(name === 's3' ? [['Output#Body', { role: 'other', use: 'read', gives: 'Body', example: "import { S3Client } from '@aws-sdk/client-s3'; const output = await new S3Client({}).send(command); use(output.Body);" } as const] as const] : []),
        ...[`${service}Client`, service].map(type => [
          type,
          {
            role: 'cloud-client',
            use: 'new',
            gives: type,
            wait: awsClientWait,
            ...(name === 's3' && { waits: s3Waits }),
            keeps: AWS_CONNECTIONS,
            example: `import { ${type} } from '@aws-sdk/client-${name}'; new ${type}({})`,
            source: '@smithy/node-http-handler set-request-timeout.js: logger.warn unless throwOnRequestTimeout',
          } as const,
        ] as const),
      ]),
      types: {
        [`${service}Client`]: {},
        [service]: {},
        ...(name === 's3' && { Output: { exportedAs: ['GetObjectCommandOutput'] }, Body: { extends: ['Readable@node:stream'], exportedAs: [], keepsOpen: 'the connection that it comes from' } }),
      },
    }),
  ),
  defineLibrary({
    modules: ['@smithy/node-http-handler'],
    verified: '4.14.2',
    entries: {
      NodeHttpHandler: {
        role: 'other',
        use: 'new',
        gives: 'NodeHttpHandler',
        wait: {
          argument: 0,
          bounds: [],
          inert: [
            {
              key: 'requestTimeout',
              why: WARNS,
              instead: '`throwOnRequestTimeout: true` beside it',
              unless: ['throwOnRequestTimeout', 'socketTimeout'],
              notBefore: '4.4.0',
              write: 'requestTimeout: $, throwOnRequestTimeout: true',
            },
          ],
        },
        example: "import { NodeHttpHandler } from '@smithy/node-http-handler'; new NodeHttpHandler({})",
      },
    },
    types: { NodeHttpHandler: {} },
  }),
  ...azureStorage('@azure/storage-blob', 'BlobServiceClient'),
];
