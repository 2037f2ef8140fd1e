/** Prints `N passed, N failed, N skipped` from vitest's JSON report; the steps without a report count as one test together. */
import { existsSync, readFileSync } from 'node:fs';

const [report, demo] = process.argv.slice(2);
const results = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : {
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      numFailedTestSuites: 0,
      success: false,
    };
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, success } = results;
const demoPassed = demo === 'passed';
if (!demoPassed) console.log(`the demo: ${demo}`);
const suites = numFailedTests === 0 ? numFailedTestSuites : 0;
const failed = numFailedTests + suites + (demoPassed ? 0 : 1);
console.log(
  `${numPassedTests + (demoPassed ? 1 : 0)} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`,
);
process.exitCode = success && demoPassed ? 0 : 1;
