import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A process of its own: the least that can serve a page that a browser paints.

const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end('<!doctype html><title>bare</title><h1>Ready</h1>');
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }));
});
process.on('SIGTERM', () => process.exit(0));
