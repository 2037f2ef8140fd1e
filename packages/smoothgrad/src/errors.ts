/** What was typed cannot be meant: an option's value, or options that exclude each other. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An output file that may not be replaced, or cannot be written. */
export class OutputRefusedError extends Error {
  override readonly name = 'OutputRefusedError';
}

export const exitCodes = { failure: 1, usage: 2, notDifferentiable: 3, interrupted: 130 } as const;

/** These come from mistakes in the program, not from the user's files or options. */
const internal: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError', 'SyntaxError']);

/** Without control characters: names in files may hold escape codes that would speak to the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '�');
}

/** Damaged files have names of any length. */
const LONGEST = 1000;

const shortened = (line: string) =>
  line.length > LONGEST ? `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 2)}` : line;

/** The message of an error as one line without line breaks. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = shortened(printable(message.replace(/\s*\n\s*/g, ' ').trim()));
  return error instanceof Error && internal.has(error.constructor.name)
    ? `internal error: ${line} (SMOOTHGRAD_DEBUG=1 shows where)`
    : line;
}

/** The message with what it is about in front, unless it says so itself. */
export function messageAbout(subject: string, error: unknown): string {
  const message = messageOf(error);
  return message.includes(subject) ? message : `${subject}: ${message}`;
}

/** What is shown of an error: one line, or with `SMOOTHGRAD_DEBUG=1` everything that is known. */
export function errorText(message: string, error: unknown, env: NodeJS.ProcessEnv = process.env): string {
  const detail = env.SMOOTHGRAD_DEBUG === '1' && error instanceof Error ? `${error.stack}\n` : '';
  return `smoothgrad: ${message}\n${detail}`;
}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failure;
}
