export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export { cancelWindowEnd } from './cancel.ts';
