import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessageConnection } from 'vscode-jsonrpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// CommonJS: its named exports are not visible to `import`.
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)('vscode-jsonrpc/node.js') as typeof import('vscode-jsonrpc/node.js');

const ROOT = resolve(import.meta.dirname, '../..');
// The server of the VS Code extension as a package. It loads ESLint 10 from the project. (Zed's fork 4.10.8 ships without the server's code.)
const SERVER = 'vscode-langservers-extracted@4.10.0';
const SERVER_FOLDER = join(ROOT, '.tmp/editor', SERVER);
const CODE = 'export async function load(url) {\n  const response = await fetch(url);\n  return response.status;\n}\n';
const REPAIRED = CODE.replace('fetch(url)', 'fetch(url, { signal: AbortSignal.timeout(10_000) })');

interface Position {
  readonly line: number;
  readonly character: number;
}
interface Range {
  readonly start: Position;
  readonly end: Position;
}
interface Diagnostic {
  readonly code?: string;
  readonly codeDescription?: { readonly href: string };
  readonly message: string;
  readonly range: Range;
  readonly source?: string;
}
interface CodeAction {
  readonly title: string;
  readonly kind?: string;
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
}
interface WorkspaceEdit {
  readonly documentChanges: readonly { readonly edits: readonly { readonly range: Range; readonly newText: string }[] }[];
}

/** The ESLint language server of VS Code, over stdio, spoken to as an editor does. */
describe('the editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulletproof-editor-'));
  const uri = pathToFileURL(join(folder, 'src/load.mjs')).href;
  const log: string[] = [];
  let server: ChildProcessWithoutNullStreams | undefined;
  let connection: MessageConnection | undefined;
  let applied: WorkspaceEdit | undefined;

  /** The server's answer. Fails with all that the server said, if it has none in ten seconds or ends. */
  async function ask<Answer>(method: string, params: object): Promise<Answer> {
    let stop: () => void = () => undefined;
    const silence = new Promise<never>((_, reject) => {
      const fail = (why: string): void => {
        reject(new Error(`${method}: ${why}\n${log.join('\n')}`));
      };
      const timer = setTimeout(fail, 10_000, 'no answer in 10 seconds');
      const ended = (code: number | null): void => {
        fail(`the server ended with ${String(code)}`);
      };
      server?.once('exit', ended);
      stop = () => {
        clearTimeout(timer);
        server?.off('exit', ended);
      };
    });
    try {
      return await Promise.race([connection!.sendRequest<Answer>(method, params), silence]);
    } finally {
      stop();
    }
  }

  beforeAll(async () => {
    if (!existsSync(join(SERVER_FOLDER, 'node_modules/.package-lock.json'))) {
      mkdirSync(SERVER_FOLDER, { recursive: true });
      writeFileSync(join(SERVER_FOLDER, 'package.json'), '{ "private": true }');
      const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', SERVER], { cwd: SERVER_FOLDER, encoding: 'utf8', timeout: 90_000 });
      expect(install.status, install.stderr).toBe(0);
    }
    mkdirSync(join(folder, 'src'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(ROOT, 'node_modules/eslint'), join(folder, 'node_modules/eslint'), 'dir');
    symlinkSync(ROOT, join(folder, 'node_modules/eslint-plugin-bulletproof'), 'dir');
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    writeFileSync(join(folder, 'eslint.config.mjs'), "import bulletproof from 'eslint-plugin-bulletproof';\nexport default [bulletproof.configs.recommended];\n");
    writeFileSync(join(folder, 'src/load.mjs'), CODE);

    server = spawn(process.execPath, [join(SERVER_FOLDER, 'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server'), '--stdio'], { cwd: folder });
    server.stderr.on('data', chunk => log.push(String(chunk)));
    connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
    const workspaceFolder = { uri: pathToFileURL(folder).href, name: 'project' };
    // What the VS Code extension sends when the user has set nothing.
    const settings = {
      validate: 'on',
      useESLintClass: true,
      experimental: { useFlatConfig: false },
      packageManager: 'npm',
      run: 'onType',
      nodePath: null,
      rulesCustomizations: [],
      problems: { shortenToSingleLine: false },
      codeAction: { disableRuleComment: { enable: true, location: 'separateLine' }, showDocumentation: { enable: true } },
      codeActionOnSave: { mode: 'all' },
      format: false,
      quiet: false,
      onIgnoredFiles: 'off',
      options: {},
      workingDirectory: { directory: folder },
      workspaceFolder,
    };
    connection.onRequest((method: string, params: unknown) => {
      log.push(`asks ${method}`);
      if (method === 'workspace/configuration') return (params as { items: readonly unknown[] }).items.map(() => settings);
      if (method === 'workspace/applyEdit') {
        applied = (params as { edit: WorkspaceEdit }).edit;
        return { applied: true };
      }
      return null;
    });
    connection.onNotification((method: string, params: unknown) => {
      log.push(`says ${method} ${JSON.stringify(params)}`);
    });
    connection.listen();
    await ask('initialize', {
      processId: process.pid,
      rootUri: workspaceFolder.uri,
      workspaceFolders: [workspaceFolder],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true, applyEdit: true },
        textDocument: { publishDiagnostics: { codeDescriptionSupport: true }, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
      },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'javascript', version: 1, text: CODE } });
  }, 120_000);

  afterAll(() => {
    connection?.dispose();
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const diagnose = async (): Promise<Diagnostic[]> => (await ask<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } })).items;

  it('shows the finding with a link to its page, offers the suggestion, and writes it', { timeout: 45_000 }, async () => {
    const found = await diagnose();
    expect(found.map(each => each.code)).toEqual(['bulletproof/require-request-timeout']);
    const [finding] = found;
    expect(finding).toMatchObject({ source: 'eslint', range: { start: { line: 1 } } });
    expect(finding?.codeDescription?.href).toMatch(/^https:\/\/.*docs-rules\/require-request-timeout\.md$/);

    const actions = await ask<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range: finding!.range, context: { diagnostics: found, only: ['quickfix'] } });
    const suggestion = actions.find(each => each.title.includes('AbortSignal.timeout'));
    expect(suggestion, JSON.stringify(actions)).toMatchObject({ kind: 'quickfix', command: { command: 'eslint.applySuggestion' } });

    await ask('workspace/executeCommand', suggestion!.command!);
    const repaired = apply(applied!, CODE);
    expect(repaired).toBe(REPAIRED);

    await connection!.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: repaired }] });
    expect(await diagnose()).toEqual([]);
  });
});

function apply({ documentChanges }: WorkspaceEdit, text: string): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position): number => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  const [edit, ...more] = documentChanges.flatMap(each => each.edits);
  expect(more).toEqual([]);
  return text.slice(0, offset(edit!.range.start)) + edit!.newText + text.slice(offset(edit!.range.end));
}
