import { createInterface } from 'node:readline';

/** The other end of `process.mjs`: says what is ready, then answers each line. */
export function answerLines(ready, answer) {
  console.log(JSON.stringify(ready));
  createInterface({ input: process.stdin }).on('line', async (line) => {
    try {
      console.log(JSON.stringify(await answer(JSON.parse(line))));
    } catch (error) {
      console.log(JSON.stringify({ error: error.message }));
    }
  });
}
