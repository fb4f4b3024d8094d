import { say } from './say.mjs';

const [neededMajor, neededMinor] = [20, 19];

export function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return true;
  say(`Perennial needs Node ${neededMajor}.${neededMinor} or newer; this is ${process.versions.node}.`);
  return false;
}
