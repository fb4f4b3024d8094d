/** Reloads when a file was saved; says so when the program has ended. */
export const pageScript = `
const state = document.getElementById('state');
const changes = new EventSource('/changes');
changes.addEventListener('change', () => location.reload());
changes.addEventListener('error', () => { state.textContent = 'perennial preview has ended; what you see is the last state.'; });
changes.addEventListener('open', () => { state.textContent = 'Every save of a file shows here.'; });
`;
