import { defineLibrary, type Library, type WaitFacts } from './schema.js';

const WARNS = 'only logs a warning when the time is over, and the request goes on';

const awsClientWait: WaitFacts = {
  argument: 0,
  bounds: [],
  inert: [
    {
      key: 'requestHandler.requestTimeout',
      why: WARNS,
      instead: '`throwOnRequestTimeout: true` beside it',
      unless: ['requestHandler.throwOnRequestTimeout', 'requestHandler.socketTimeout'],
      write: 'requestTimeout: $, throwOnRequestTimeout: true',
    },
  ],
};

/** The clients of the AWS SDK for JavaScript v3 that back ends use; all are made by one generator and read one set of options. */
const AWS_CLIENTS: Readonly<Record<string, string>> = {
  's3': 'S3', 'sqs': 'SQS', 'sns': 'SNS', 'ses': 'SES', 'sesv2': 'SESv2', 'dynamodb': 'DynamoDB', 'lambda': 'Lambda', 'kms': 'KMS', 'sts': 'STS',
  'ssm': 'SSM', 'secrets-manager': 'SecretsManager', 'eventbridge': 'EventBridge', 'kinesis': 'Kinesis', 'firehose': 'Firehose', 'sfn': 'SFN',
  'cloudwatch': 'CloudWatch', 'cloudwatch-logs': 'CloudWatchLogs', 'cloudfront': 'CloudFront', 'cognito-identity-provider': 'CognitoIdentityProvider',
  'ecs': 'ECS', 'ec2': 'EC2', 'rds-data': 'RDSData', 'athena': 'Athena', 'bedrock-runtime': 'BedrockRuntime', 'route-53': 'Route53', 'iam': 'IAM',
  'textract': 'Textract', 'rekognition': 'Rekognition', 'scheduler': 'Scheduler', 'ecr': 'ECR', 'organizations': 'Organizations', 'glue': 'Glue',
};

export const cloud: readonly Library[] = [
  ...Object.entries(AWS_CLIENTS).map(([name, service]) =>
    defineLibrary({
      modules: [`@aws-sdk/client-${name}`],
      verified: '@aws-sdk/client-s3 3.1169.0, @smithy/node-http-handler 4.14.2',
      entries: Object.fromEntries(
        [`${service}Client`, service].map(type => [
          type,
          {
            role: 'other',
            use: 'new',
            gives: type,
            wait: awsClientWait,
            example: `import { ${type} } from '@aws-sdk/client-${name}'; new ${type}({})`,
            source: '@smithy/node-http-handler set-request-timeout.js: logger.warn unless throwOnRequestTimeout',
          },
        ]),
      ),
      types: { [`${service}Client`]: {}, [service]: {} },
    }),
  ),
  defineLibrary({
    modules: ['@smithy/node-http-handler', '@aws-sdk/node-http-handler'],
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
              write: 'requestTimeout: $, throwOnRequestTimeout: true',
            },
          ],
        },
        example: "import { NodeHttpHandler } from '@smithy/node-http-handler'; new NodeHttpHandler({})",
      },
    },
    types: { NodeHttpHandler: {} },
  }),
  defineLibrary({
    modules: ['nodemailer'],
    verified: '10.6.0',
    entries: {
      createTransport: {
        role: 'other',
        gives: 'Transporter',
        wait: {
          argument: 0,
          bounds: ['connectionTimeout', 'greetingTimeout', 'socketTimeout'],
          bounded: 'connect 2 min, greeting 30 s, socket 10 min',
          inert: [
            {
              key: 'timeout',
              why: "is no option of nodemailer's transports, which ignore it",
              instead: '`connectionTimeout`, `greetingTimeout` and `socketTimeout`',
              write: 'connectionTimeout: $, greetingTimeout: $, socketTimeout: $',
            },
          ],
        },
        example: "import nodemailer from 'nodemailer'; nodemailer.createTransport({ host: 'a.test' })",
      },
    },
    types: { Transporter: {} },
  }),
];
