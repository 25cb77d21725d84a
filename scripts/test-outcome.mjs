// What a run of the tests came to, read from vitest's report in the form of Jest's.

/**
 * @typedef {{ readonly name: string; readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }} FileResult
 * @typedef {{ readonly testResults: readonly FileResult[] }} Report
 */

/**
 * Files with a test that failed, or that could not be loaded.
 * @param {Report} report
 */
export function failedFiles({ testResults }) {
  return testResults.filter(hasFailed).map(({ name }) => name);
}

/**
 * The first run with what a second one of some of its files came to in their place.
 * @param {Report} first
 * @param {Report} second
 * @returns {Report}
 */
export function afterSecondRun(first, second) {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  return { testResults: first.testResults.map((file) => again.get(file.name) ?? file) };
}

/**
 * Counts of tests; a file that could not be loaded, or whose set-up failed, counts as one that failed.
 * @param {Report} report
 */
export function countsOf({ testResults }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of testResults) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed').length;
    counts.passed += file.assertionResults.filter(({ status }) => status === 'passed').length;
    counts.failed += failed === 0 && hasFailed(file) ? 1 : failed;
    counts.skipped += file.assertionResults.filter(({ status }) => status !== 'failed' && status !== 'passed').length;
  }
  return counts;
}

/** @param {FileResult} file */
function hasFailed({ status, assertionResults }) {
  return status === 'failed' || assertionResults.some((one) => one.status === 'failed');
}
