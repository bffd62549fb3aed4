import type { LeftLimit } from '../../analysis/servers/servers.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { writeOption } from '../../rule/write-option.js';

export default defineRule({
  name: 'require-server-timeouts',
  standard: 'waits',
  preset: 'strict',
  harm: 'hang',
  description: 'Require the timeouts of a server whose defaults do harm: keep-alive behind a load balancer, the time for a request under Fastify',
  references: ['ASVS 13.1.3', 'https://github.com/nodejs/node/issues/27363'],
  messages: {
    left: '{{left}}. Write `{{write}}`, {{choose}}.',
    write: 'Write `{{write}}`.',
  },
  options: {
    schema: {
      behindLoadBalancer: { type: 'boolean', description: 'Whether load balancers or proxies that keep connections open stand before the servers.' },
    },
    defaults: { behindLoadBalancer: true },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const left of file.servers.left) {
      if (left.facts.balanced && !options.behindLoadBalancer) continue;
      const { write, fix } = settingOf(left);
      report(left.call.node.callee, 'left', {
        data: { left: left.facts.left!, write, choose: left.facts.choose },
        suggest: [fix && ({ messageId: 'write', data: { write }, fix } as const)],
      });
    }

    /** How the limit is set, as text and, where the place for it is clear, as an edit. */
    function settingOf({ facts, name, call: { node }, server }: LeftLimit): { readonly write: string; readonly fix: Fix | undefined } {
      if (!server) {
        const option = `${name}: ${facts.write}`;
        return { write: option, fix: writeOption(node, facts.argument ?? 0, option, sourceCode) };
      }
      const through = server.through === undefined ? '' : `.${server.through}`;
      const statement = node.parent.type === 'AwaitExpression' ? node.parent.parent : node.parent;
      if (server.node !== node) {
        const isName = server.node.type === 'Identifier' || server.node.type === 'MemberExpression';
        const write = `${isName ? sourceCode.getText(server.node) : 'server'}${through}.${name} = ${facts.write}`;
        const isAlone = statement.type === 'ExpressionStatement' && (statement.parent.type === 'BlockStatement' || statement.parent.type === 'Program');
        return { write, fix: isName && isAlone ? fixer => fixer.insertTextBefore(statement, `${write};\n${' '.repeat(statement.loc.start.column)}`) : undefined };
      }
      const declarator = node.parent.type === 'VariableDeclarator' && node.parent.id.type === 'Identifier' ? node.parent : undefined;
      const declaration = declarator?.parent.declarations.length === 1 && /^(?:BlockStatement|Program)$/.test(declarator.parent.parent.type) ? declarator.parent : undefined;
      const write = `${declarator ? sourceCode.getText(declarator.id) : 'server'}.${name} = ${facts.write}`;
      if (declaration) return { write, fix: fixer => fixer.insertTextAfter(declaration, `\n${' '.repeat(declaration.loc.start.column)}${write};`) };
      return { write, fix: node.parent.type === 'ExpressionStatement' ? fixer => fixer.insertTextAfter(node, `.${name} = ${facts.write}`) : undefined };
    }
  },
});
