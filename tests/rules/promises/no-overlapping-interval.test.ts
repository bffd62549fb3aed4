import rule from '../../../src/rules/promises/no-overlapping-interval.js';
import { ruleTests } from '../../rule-tests.js';

const poll = 'declare function poll(): Promise<void>;\n';
const one = [{ messageId: 'overlaps' }];

ruleTests(rule, {
  valid: [
    { name: 'the next run starts when the last has ended', code: `${poll}const tick = () => { poll().catch(report).finally(() => { setTimeout(tick, 1000); }); }; setTimeout(tick, 1000);` },
    { name: 'a flag', code: `${poll}let running = false; setInterval(async () => { if (running) return; running = true; try { await poll(); } finally { running = false; } }, 1000);` },
    { name: 'a field', code: `${poll}export class A { busy = false; start() { setInterval(() => { void this.run(); }, 1000); } async run() { if (this.busy) return; this.busy = true; try { await poll(); } finally { this.busy = false; } } }` },
    { name: 'the promise of the last run', code: `${poll}let last: Promise<void> | undefined; setInterval(() => { if (!last) last = poll().finally(() => { last = undefined; }); }, 1000);` },
    { name: 'a set of what is going on', code: `${poll}const going = new Set<string>(); setInterval(async () => { if (going.has('a')) return; going.add('a'); try { await poll(); } finally { going.delete('a'); } }, 1000);` },
    { name: 'a lock', code: `${poll}setInterval(async () => { await mutex.runExclusive(() => poll()); }, 1000);` },
    { name: 'stops itself', code: `${poll}const timer = setInterval(async () => { clearInterval(timer); await poll(); }, 1000);` },
    { name: 'a limiter', code: `${poll}import pLimit from 'p-limit'; const one = pLimit(1); setInterval(() => { void one(() => poll()); }, 1000);` },
    { name: 'nothing that waits', code: 'setInterval(async () => { count(); }, 1000);' },
    { name: 'plain work', code: 'setInterval(() => { count(); }, 1000);' },
    { name: 'once an hour', code: `${poll}setInterval(async () => { await poll(); }, 60 * 60 * 1000);` },
    { name: 'a name that says so', code: `${poll}import { Day } from './time.js'; setInterval(async () => { await poll(); }, Day.ms);` },
    { name: 'node-cron skips', code: `${poll}import cron from 'node-cron'; cron.schedule('* * * * *', async () => { await poll(); }, { noOverlap: true });` },
    { name: 'options of elsewhere', code: `${poll}import cron from 'node-cron'; import { options } from './options.js'; cron.schedule('* * * * *', async () => { await poll(); }, options);` },
    { name: 'once a day', code: `${poll}import cron from 'node-cron'; cron.schedule('0 3 * * *', async () => { await poll(); });` },
    { name: 'a schedule of elsewhere', code: `${poll}import cron from 'node-cron'; import { schedule } from './config.js'; cron.schedule(schedule, async () => { await poll(); });` },
    { name: 'cron waits', code: `${poll}import { CronJob } from 'cron'; CronJob.from({ cronTime: '* * * * * *', onTick: async () => { await poll(); }, waitForCompletion: true });` },
    { name: 'croner protects', code: `${poll}import { Cron } from 'croner'; new Cron('* * * * * *', { protect: true }, async () => { await poll(); });` },
    { name: 'nest waits', code: `${poll}import { Cron } from '@nestjs/schedule'; export class A { @Cron('* * * * *', { waitForCompletion: true }) async run() { await poll(); } }` },
    { name: 'node-schedule at a date', code: `${poll}import schedule from 'node-schedule'; schedule.scheduleJob(new Date(), async () => { await poll(); });` },
    { name: 'an option', options: [{ shorterThan: 60_000 }], code: `${poll}setInterval(async () => { await poll(); }, 60_000);` },
    { name: 'timers/promises', code: `${poll}import { setInterval } from 'node:timers/promises'; for await (const _ of setInterval(1000)) await poll();` },
    { name: 'a name that is not the timer', code: 'export function f(setInterval) { setInterval(async () => { await poll(); }, 1); }', filename: 'src/x.js' },
  ],
  invalid: [
    { code: `${poll}setInterval(async () => { await poll(); }, 1000);`, errors: [{ messageId: 'overlaps', data: { caller: 'setInterval', when: 'every second' }, line: 2, column: 1, endColumn: 12 }] },
    { name: 'failures are handled, runs overlap', code: `${poll}setInterval(() => { poll().catch(report); }, 5000);`, errors: [{ messageId: 'overlaps', data: { caller: 'setInterval', when: 'every 5 seconds' } }] },
    { name: 'guarded, but not against itself', code: `${poll}setInterval(async () => { try { await poll(); } catch (error) { report(error); } }, 120_000);`, errors: [{ messageId: 'overlaps', data: { caller: 'setInterval', when: 'every 2 minutes' } }] },
    { name: 'by reference', code: `${poll}setInterval(poll, 1000);`, errors: one },
    { name: 'void', code: `${poll}setInterval(() => void poll(), 1000);`, errors: one },
    { name: 'a method', code: `${poll}export class A { start() { setInterval(this.run.bind(this), 500); } async run() { await poll(); } }`, errors: [{ messageId: 'overlaps', data: { caller: 'setInterval', when: 'every 500 ms' } }] },
    { name: 'a flag of its own that no other run sees', code: `${poll}setInterval(async () => { let running = false; if (running) return; running = true; await poll(); }, 1000);`, errors: one },
    { name: 'node:timers', code: `${poll}import { setInterval as every } from 'node:timers'; every(async () => { await poll(); }, 1000);`, errors: one },
    { name: 'a period of elsewhere', code: `${poll}import { config } from './config.js'; setInterval(async () => { await poll(); }, config.interval);`, errors: [{ messageId: 'overlaps', data: { caller: 'setInterval', when: 'when its time has come' } }] },
    { name: 'node-cron', code: `${poll}import cron from 'node-cron';\ncron.schedule('*/5 * * * *', async () => { await poll(); });`, errors: [{ messageId: 'mayBeSkipped', data: { caller: 'cron.schedule', when: 'every 5 minutes', option: 'noOverlap' }, suggestions: [{ messageId: 'addOption', data: { option: 'noOverlap' }, output: `${poll}import cron from 'node-cron';\ncron.schedule('*/5 * * * *', async () => { await poll(); }, { noOverlap: true });` }] }] },
    { name: 'switched off', code: `${poll}import { CronJob } from 'cron'; CronJob.from({ cronTime: '* * * * * *', onTick: async () => { await poll(); }, waitForCompletion: false });`, errors: [{ messageId: 'mayBeSkipped', suggestions: [] }] },
    { name: 'cron', code: `${poll}import { CronJob } from 'cron'; new CronJob('* * * * * *', async () => { await poll(); });`, errors: one },
    { name: 'croner', code: `${poll}import { Cron } from 'croner'; new Cron('*/10 * * * * *', { catch: true }, async () => { await poll(); });`, errors: [{ messageId: 'mayBeSkipped', suggestions: [] }] },
    { name: 'nest', code: `${poll}import { Cron, CronExpression, Interval } from '@nestjs/schedule'; export class A { @Interval(1000) async a() { await poll(); } @Cron(CronExpression.EVERY_5_SECONDS) async b() { await poll(); } }`, errors: [{ messageId: 'overlaps' }, { messageId: 'mayBeSkipped', suggestions: 1 }] },
    { name: 'node-schedule', code: `${poll}import schedule from 'node-schedule'; schedule.scheduleJob('* * * * *', async () => { await poll(); });`, errors: one },
  ],
});
