/** Prints `N passed, N failed, N skipped` from vitest's JSON report; the demo counts as one test. */
import { readFileSync } from 'node:fs';

const [report, demo] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, success } = JSON.parse(
  readFileSync(report, 'utf8'),
);
const demoPassed = demo === '0';
if (!demoPassed) console.log(`npm run demo ended with code ${demo}`);
const failed =
  Math.max(numFailedTests, numFailedTestSuites > 0 && numFailedTests === 0 ? numFailedTestSuites : 0) +
  (demoPassed ? 0 : 1);
console.log(
  `${numPassedTests + (demoPassed ? 1 : 0)} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`,
);
process.exitCode = success && demoPassed ? 0 : 1;
