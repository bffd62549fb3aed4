import { defineLibrary, type AcquiresFacts, type Entry, type Library } from './schema.js';

/** Headless browsers: each is a group of processes of its own. One is often kept for the life of the service. */
const BROWSER: AcquiresFacts = { releasedBy: ['close', 'disconnect'], longLived: true, what: 'a browser', harm: 'its processes pile up until the machine has no memory left' };

/** A page, or a context of pages, of a browser that others use, too: with the browser it ends by itself. */
const page = (name: string, gives: string, what: string, from: string): Entry => ({
  role: 'acquire', promise: true, gives, example: `${from} await ${name};`,
  acquires: { releasedBy: ['close'], endsWithReceiver: true, what, harm: 'the memory of the browser fills up' },
});

const launch = (example: string): Entry => ({ role: 'acquire', promise: true, gives: 'Browser', acquires: BROWSER, example });

const playwrightLaunch = (name: string): Entry => launch(`import { ${name} } from 'playwright'; await ${name}.launch();`);

/** Memory of WebAssembly: the garbage collector, which does not see how much it is, gets to it late or never. */
const encoder = (name: string): Entry => ({
  role: 'acquire', gives: 'Tiktoken', acquires: { releasedBy: ['free'], what: 'an encoder', harm: 'memory that the garbage collector does not see grows', twice: 'this call throws' },
  example: `import { ${name} } from 'tiktoken'; ${name}(model);`,
});

const PUPPETEER = `import puppeteer from 'puppeteer'; const browser = await puppeteer.launch();`;
const PLAYWRIGHT = `import { chromium } from 'playwright'; const browser = await chromium.launch();`;

export const nativeResources: readonly Library[] = [
  defineLibrary({
    modules: ['puppeteer', 'puppeteer-core'],
    verified: 'puppeteer-core 24.43.1',
    entries: {
      launch: launch(`import puppeteer from 'puppeteer'; await puppeteer.launch();`),
      connect: launch(`import puppeteer from 'puppeteer'; await puppeteer.connect({});`),
      'Browser#newPage': page('browser.newPage()', 'Page', 'a page', PUPPETEER),
      'Browser#createBrowserContext': page('browser.createBrowserContext()', 'BrowserContext', 'a browser context', PUPPETEER),
      'BrowserContext#newPage': page('(await browser.createBrowserContext()).newPage()', 'Page', 'a page', PUPPETEER),
      'Page#close': { role: 'other', promise: true, example: `${PUPPETEER} const page = await browser.newPage(); await page.close();` },
      'Browser#close': { role: 'other', promise: true, example: `import puppeteer from 'puppeteer'; const browser = await puppeteer.launch(); await browser.close();` },
    },
    types: { Browser: {}, BrowserContext: {}, Page: {} },
  }),
  defineLibrary({
    modules: ['playwright', 'playwright-core'],
    verified: 'playwright-core 1.65.1',
    entries: {
      'chromium.launch': playwrightLaunch('chromium'),
      'firefox.launch': playwrightLaunch('firefox'),
      'webkit.launch': playwrightLaunch('webkit'),
      'chromium.connect': launch(`import { chromium } from 'playwright'; await chromium.connect(url);`),
      'chromium.connectOverCDP': launch(`import { chromium } from 'playwright'; await chromium.connectOverCDP(url);`),
      'Browser#newPage': page('browser.newPage()', 'Page', 'a page', PLAYWRIGHT),
      'Browser#newContext': page('browser.newContext()', 'BrowserContext', 'a browser context', PLAYWRIGHT),
      'BrowserContext#newPage': page('(await browser.newContext()).newPage()', 'Page', 'a page', PLAYWRIGHT),
      'Page#close': { role: 'other', promise: true, example: `${PLAYWRIGHT} const page = await browser.newPage(); await page.close();` },
      'Browser#close': { role: 'other', promise: true, example: `import { chromium } from 'playwright'; const browser = await chromium.launch(); await browser.close();` },
    },
    types: { Browser: {}, BrowserContext: {}, Page: {} },
  }),
  defineLibrary({
    modules: ['tiktoken', '@dqbd/tiktoken'],
    verified: 'tiktoken 1.0.22',
    entries: { get_encoding: encoder('get_encoding'), encoding_for_model: encoder('encoding_for_model') },
    types: { Tiktoken: {} },
  }),
];
