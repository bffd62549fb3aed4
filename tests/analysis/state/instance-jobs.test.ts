import { expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const SET_UP = `import cron from 'node-cron'; import nodemailer from 'nodemailer'; const mail = nodemailer.createTransport(url);\n`;

it.each([
  ["cron.schedule('* * * * *', () => mail.sendMail(a));", ['sends the mail']],
  ["const send = () => mail.sendMail(a); cron.schedule('* * * * *', async () => { await send(); });", ['sends the mail']],
  ["cron.schedule('* * * * *', async () => { if (await redis.set(key, 1, 'NX', 'EX', 60)) await mail.sendMail(a); });", []],
  ["if (isLeader) cron.schedule('* * * * *', () => mail.sendMail(a));", []],
  ["cron.schedule('* * * * *', run);", []],
  ['setInterval(() => mail.sendMail(a), 1000);', []],
])('%s', (code, expected) => {
  expect(modelOf(SET_UP + code).instanceJobs.map(each => each.facts.does)).toEqual(expected);
});
