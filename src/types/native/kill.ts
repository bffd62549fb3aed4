/** Ends the checker's process, and on Unix what that has started itself: somebody may have put a script in its place, and whoever holds its pipe keeps our thread waiting. */
export function kill(id: number): void {
  for (const each of process.platform === 'win32' ? [id] : [-id, id]) {
    try {
      process.kill(each, 'SIGKILL');
      return;
    } catch {
      // It has ended already, or leads no group.
    }
  }
}
