// prepare_demo.mjs sqlite|postgresql -- makes the demo that the tests of a run copy. tools/run-tests.mjs has it made once while
// other tests run; a test that finds none makes it itself.

import { prepareDemo } from './client.mjs';

await prepareDemo(process.argv[2]);
