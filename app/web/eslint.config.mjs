// How JavaScript is written here: the rules of bpmn.io, whose editors the scripts drive.
import bpmnIo from 'eslint-plugin-bpmn-io';

const { browser, node } = bpmnIo.configs;

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { ignores: [ 'app/web/static/built*/' ] },
  ...browser.map(config => ({ ...config, files: [ 'app/web/**/*.js' ] })),
  ...node.map(config => ({ ...config, files: [ 'app/web/*.mjs' ] })),
  ...node.map(config => ({ ...config, files: [ 'tests/**/*.mjs' ] })),

  // The pages are served under a policy that refuses text run as code.
  { rules: { 'no-eval': 'error', 'no-implied-eval': 'error', 'no-new-func': 'error' } }
];
