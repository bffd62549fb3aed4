import { z } from 'zod';

/** Text that must hold JSON; malformed text is an issue like any other, never an exception. */
export const JsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: 'malformed JSON', params: { cause: error } });
    return z.NEVER;
  }
});
