import { defineLibrary, type Entry, type Library } from './schema.js';

const decorator = (name: string, module: string, unless: string): Entry => ({
  role: 'other',
  sharesInstance: { unless },
  example: `import { ${name} } from '${module}'; @${name}() export class Orders {}`,
});

/** Containers that make one instance of a class and hand it to everybody who asks. */
export const dependencyInjection: readonly Library[] = [
  defineLibrary({
    modules: ['@nestjs/common'],
    verified: '@nestjs/common 12.5.1',
    entries: { Injectable: decorator('Injectable', '@nestjs/common', 'scope') },
  }),
  defineLibrary({
    modules: ['@nestjs/graphql'],
    verified: '@nestjs/graphql 14.0.3',
    entries: { Resolver: decorator('Resolver', '@nestjs/graphql', 'scope') },
  }),
  defineLibrary({
    modules: ['@nestjs/websockets'],
    verified: '@nestjs/websockets 12.1.1',
    entries: { WebSocketGateway: decorator('WebSocketGateway', '@nestjs/websockets', 'scope') },
  }),
  defineLibrary({
    modules: ['typedi'],
    verified: '0.10.0',
    entries: { Service: decorator('Service', 'typedi', 'scope') },
  }),
  defineLibrary({
    modules: ['tsyringe'],
    verified: '4.10.0',
    entries: { singleton: decorator('singleton', 'tsyringe', 'scope') },
  }),
];
