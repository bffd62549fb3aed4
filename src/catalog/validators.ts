import { defineLibrary, type Entry, type Library } from './schema.js';

/** One entry for each of many names that are used alike. */
function each(names: string, entryOf: (name: string) => Entry, path: (name: string) => string = name => name): Readonly<Record<string, Entry>> {
  return Object.fromEntries(names.split(' ').map(name => [path(name), entryOf(name)]));
}

const ZOD_BUILDERS =
  'object strictObject looseObject string number boolean bigint date array record union discriminatedUnion enum nativeEnum literal tuple map set any unknown preprocess lazy intersection custom email uuid url';

const zodBuilder = (name: string): Entry => ({ role: 'validate', gives: 'ZodType', example: `import { z } from 'zod'; z.${name}(shape)` });

const zod = defineLibrary({
  modules: ['zod', 'zod/v3', 'zod/v4', 'zod/mini'],
  verified: '4.6.7',
  errorsKeepText: true,
  entries: {
    ...each(ZOD_BUILDERS, zodBuilder, name => `z.${name}`),
    ...each(ZOD_BUILDERS, name => ({ role: 'validate', gives: 'ZodType', example: `import * as z from 'zod'; z.${name}(shape)` })),
    ...each('string number boolean bigint date', name => ({ role: 'validate', gives: 'ZodType', example: `import { z } from 'zod'; z.coerce.${name}()` }), name => `z.coerce.${name}`),
    ...each(
      'optional nullable nullish default array or and transform refine superRefine catch pipe brand readonly describe meta check extend pick omit partial required strict passthrough loose merge min max length regex int positive nonnegative email url uuid trim',
      name => ({ role: 'validate', gives: 'ZodType', example: `import { z } from 'zod'; z.string().${name}(x)` }),
      name => `ZodType#${name}`,
    ),
    ...each('parse decode', name => ({ role: 'validate', throws: ['ZodError@zod'], example: `import { z } from 'zod'; z.object({}).${name}(data)` }), name => `ZodType#${name}`),
    ...each('safeParse safeDecode', name => ({ role: 'validate', example: `import { z } from 'zod'; z.object({}).${name}(data)` }), name => `ZodType#${name}`),
    ...each('parseAsync', name => ({ role: 'validate', promise: true, throws: ['ZodError@zod'], example: `import { z } from 'zod'; await z.object({}).${name}(data)` }), name => `ZodType#${name}`),
    ...each('safeParseAsync spa', name => ({ role: 'validate', promise: true, example: `import { z } from 'zod'; await z.object({}).${name}(data)` }), name => `ZodType#${name}`),
  },
  types: { ZodType: { exportedAs: ['ZodType', 'ZodSchema', 'ZodTypeAny', 'Schema', 'ZodObject', 'z.ZodType', 'z.ZodSchema', 'z.ZodTypeAny', 'z.ZodObject', 'AnyZodObject'] } },
});

const valibot = defineLibrary({
  modules: ['valibot'],
  verified: '1.5.0',
  entries: {
    ...each('parse safeParse is assert', name => ({ role: 'validate', example: `import * as v from 'valibot'; v.${name}(User, data)` })),
    ...each('parseAsync safeParseAsync', name => ({ role: 'validate', promise: true, example: `import * as v from 'valibot'; await v.${name}(User, data)` })),
    ...each('parser safeParser', name => ({ role: 'validate', gives: 'Parser', example: `import * as v from 'valibot'; const parse = v.${name}(User)` })),
  },
});

const ajv = defineLibrary({
  modules: ['ajv', 'ajv/dist/2019', 'ajv/dist/2020', 'ajv/dist/2019.js', 'ajv/dist/2020.js', 'ajv/dist/jtd', 'ajv/dist/jtd.js'],
  verified: '8.20.0',
  entries: {
    default: { role: 'other', use: 'new', gives: 'Ajv', example: "import Ajv from 'ajv'; const ajv = new Ajv()" },
    Ajv: { role: 'other', use: 'new', gives: 'Ajv', example: "import { Ajv } from 'ajv'; const ajv = new Ajv()" },
    'Ajv#compile': { role: 'validate', gives: 'ValidateFunction', example: "import Ajv from 'ajv'; const validate = new Ajv().compile(schema)" },
    'Ajv#getSchema': { role: 'validate', gives: 'ValidateFunction', example: "import Ajv from 'ajv'; const validate = new Ajv().getSchema('user')" },
    'Ajv#compileAsync': { role: 'validate', gives: 'ValidateFunction', promise: true, example: "import Ajv from 'ajv'; const validate = await new Ajv().compileAsync(schema)" },
    'Ajv#validate': { role: 'validate', example: "import Ajv from 'ajv'; new Ajv().validate(schema, data)" },
  },
});

const JOI_BUILDERS = 'object string number boolean array any alternatives date link binary func symbol';

const joi = defineLibrary({
  modules: ['joi', '@hapi/joi', '@hapi/validate'],
  verified: '18.3.2',
  entries: {
    ...each(JOI_BUILDERS, name => ({ role: 'validate', gives: 'AnySchema', example: `import Joi from 'joi'; Joi.${name}()` })),
    ...each('attempt assert', name => ({ role: 'validate', example: `import Joi from 'joi'; Joi.${name}(data, schema)` })),
    ...each('keys required optional allow valid default min max integer unknown options pattern items email uri concat', name => ({ role: 'validate', gives: 'AnySchema', example: `import Joi from 'joi'; Joi.object().${name}(x)` }), name => `AnySchema#${name}`),
    ...each('validate', name => ({ role: 'validate', example: `import Joi from 'joi'; Joi.object().${name}(data)` }), name => `AnySchema#${name}`),
    ...each('validateAsync', name => ({ role: 'validate', promise: true, example: `import Joi from 'joi'; await Joi.object().${name}(data)` }), name => `AnySchema#${name}`),
  },
  types: { AnySchema: { exportedAs: ['AnySchema', 'Schema', 'ObjectSchema', 'ArraySchema'] } },
});

const yup = defineLibrary({
  modules: ['yup'],
  verified: '1.7.1',
  entries: {
    ...each('object string number boolean array mixed date tuple lazy', name => ({ role: 'validate', gives: 'Schema', example: `import * as yup from 'yup'; yup.${name}()` })),
    ...each('required optional nullable shape of min max integer positive email url oneOf default noUnknown strict', name => ({ role: 'validate', gives: 'Schema', example: `import * as yup from 'yup'; yup.object().${name}(x)` }), name => `Schema#${name}`),
    ...each('validateSync isValidSync cast', name => ({ role: 'validate', example: `import * as yup from 'yup'; yup.object().${name}(data)` }), name => `Schema#${name}`),
    ...each('validate isValid', name => ({ role: 'validate', promise: true, example: `import * as yup from 'yup'; await yup.object().${name}(data)` }), name => `Schema#${name}`),
  },
  types: { Schema: { exportedAs: ['Schema', 'ObjectSchema', 'AnySchema', 'AnyObjectSchema'] } },
});

const classValidator = defineLibrary({
  modules: ['class-validator'],
  verified: '0.15.1',
  entries: {
    validateSync: { role: 'validate', example: "import { validateSync } from 'class-validator'; validateSync(dto)" },
    ...each('validate validateOrReject', name => ({ role: 'validate', promise: true, example: `import { ${name} } from 'class-validator'; await ${name}(dto)` })),
  },
});

const classTransformer = defineLibrary({
  modules: ['class-transformer'],
  verified: '0.5.1',
  // These make an instance of the class and check nothing: class-validator does.
  entries: each('plainToInstance plainToClass', name => ({ role: 'other', example: `import { ${name} } from 'class-transformer'; ${name}(User, data)` })),
});

const superstruct = defineLibrary({
  modules: ['superstruct'],
  verified: '2.0.2',
  entries: each('assert create is validate mask', name => ({ role: 'validate', example: `import { ${name} } from 'superstruct'; ${name}(data, User)` })),
});

const typeboxValue = defineLibrary({
  modules: ['@sinclair/typebox/value', 'typebox/value'],
  verified: '@sinclair/typebox 0.34.52',
  // Cast and Convert give something of the right shape, whatever came in.
  entries: each('Check Parse Decode Assert Errors Cast Convert', name => ({ role: 'validate', example: `import { Value } from '@sinclair/typebox/value'; Value.${name}(User, data)` }), name => `Value.${name}`),
});

const typeboxCompiler = defineLibrary({
  modules: ['@sinclair/typebox/compiler'],
  verified: '0.34.52',
  entries: {
    'TypeCompiler.Compile': { role: 'validate', gives: 'TypeCheck', example: "import { TypeCompiler } from '@sinclair/typebox/compiler'; TypeCompiler.Compile(User)" },
    ...each('Check Errors Decode', name => ({ role: 'validate', example: `import { TypeCompiler } from '@sinclair/typebox/compiler'; TypeCompiler.Compile(User).${name}(data)` }), name => `TypeCheck#${name}`),
  },
});

const arktype = defineLibrary({
  modules: ['arktype'],
  verified: '2.2.9',
  entries: {
    type: { role: 'validate', gives: 'Type', example: "import { type } from 'arktype'; const User = type({ id: 'string' })" },
    ...each('assert allows', name => ({ role: 'validate', example: `import { type } from 'arktype'; type('string').${name}(data)` }), name => `Type#${name}`),
  },
});

const ioTs = defineLibrary({
  modules: ['io-ts'],
  verified: '2.2.22',
  entries: {
    ...each('type partial strict array union intersection record exact', name => ({ role: 'validate', gives: 'Type', example: `import * as t from 'io-ts'; t.${name}(x)` })),
    ...each('decode is', name => ({ role: 'validate', example: `import * as t from 'io-ts'; t.type({}).${name}(data)` }), name => `Type#${name}`),
  },
});

const EFFECT_DECODERS = 'decodeUnknownSync decodeUnknownEffect decodeUnknownPromise decodeUnknownOption decodeUnknownExit decodeSync decodePromise decodeOption decodeExit is asserts';

const effect = defineLibrary({
  modules: ['effect', '@effect/schema'],
  verified: 'effect 4.1.0',
  entries: each(EFFECT_DECODERS, name => ({ role: 'validate', gives: 'Decoder', example: `import { Schema } from 'effect'; Schema.${name}(User)(data)` }), name => `Schema.${name}`),
});

const environment = [
  defineLibrary({
    modules: ['envalid'],
    verified: '8.2.0',
    entries: each('cleanEnv customCleanEnv', name => ({ role: 'validate', data: 'environment', example: `import { ${name} } from 'envalid'; ${name}(process.env, {})` })),
  }),
  defineLibrary({
    modules: ['env-var'],
    verified: '7.5.0',
    entries: each('get from', name => ({ role: 'validate', example: `import env from 'env-var'; env.${name}('PORT')` })),
  }),
  defineLibrary({
    modules: ['convict'],
    verified: '6.2.5',
    entries: { default: { role: 'validate', data: 'environment', gives: 'Config', example: "import convict from 'convict'; convict({})" } },
  }),
  defineLibrary({
    modules: ['znv'],
    verified: '0.5.0',
    entries: { parseEnv: { role: 'validate', data: 'environment', example: "import { parseEnv } from 'znv'; parseEnv(process.env, {})" } },
  }),
  defineLibrary({
    modules: ['@t3-oss/env-core', '@t3-oss/env-nextjs', '@t3-oss/env-nuxt'],
    verified: '@t3-oss/env-core 0.13.11',
    entries: { createEnv: { role: 'validate', data: 'environment', example: "import { createEnv } from '@t3-oss/env-core'; createEnv({ runtimeEnv: process.env })" } },
  }),
  defineLibrary({
    modules: ['dotenv-safe'],
    verified: '9.1.0',
    entries: { config: { role: 'validate', data: 'environment', example: "import { config } from 'dotenv-safe'; config()" } },
  }),
  defineLibrary({
    modules: ['@nestjs/config'],
    verified: '12.0.1',
    // Its module checks the environment with a schema that stands elsewhere, before these callbacks run.
    entries: {
      registerAs: { role: 'validate', example: "import { registerAs } from '@nestjs/config'; registerAs('http', () => ({ port: 1 }))" },
      'ConfigModule.forRoot': { role: 'validate', example: "import { ConfigModule } from '@nestjs/config'; ConfigModule.forRoot({ validationSchema })" },
    },
  }),
];

const middleware = [
  defineLibrary({
    modules: ['express-validator'],
    verified: '7.3.2',
    entries: each('body check param query header cookie checkSchema validationResult matchedData oneOf', name => ({ role: 'validate', example: `import { ${name} } from 'express-validator'; ${name}('email')` })),
  }),
  defineLibrary({
    modules: ['celebrate'],
    verified: '16.0.0',
    entries: each('celebrate validator', name => ({ role: 'validate', example: `import { ${name} } from 'celebrate'; ${name}({ body })` })),
  }),
];

export const validators: readonly Library[] = [
  zod, valibot, ajv, joi, yup, classValidator, classTransformer, superstruct, typeboxValue, typeboxCompiler, arktype, ioTs, effect, ...environment, ...middleware,
];
