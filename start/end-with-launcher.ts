// Loaded into every process that the launcher starts, before its own code. Its standard input is a pipe that the
// launcher holds open and never writes to: when the launcher is gone, even by `kill -9`, the pipe ends, and so does this
// process, in order. Nothing runs on unwatched.
process.stdin.on('close', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
if ('unref' in process.stdin) process.stdin.unref();
