import { createServer, type AddressInfo, type Socket } from 'node:net';

import type { PrinterDevice, SessionPorts } from '../device/index.ts';

export type PrintPort = {
  /** Where it listens, or would if the printer were on. */
  port: number;
  /** How many hosts are connected. */
  connections: () => number;
  close(): Promise<void>;
};

/** The printer's network interface: raw bytes on a TCP port, usually 9100. Rejects when the port is taken. */
export async function openPrintPort(device: PrinterDevice, host: string, wantedPort: number): Promise<PrintPort> {
  const sockets = new Set<Socket>();
  // A host says that it has sent everything by ending its half, and still waits for the last answer.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    if (sockets.size >= connectionsMax) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(device, socket);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(wantedPort);
  const { port } = server.address() as AddressInfo;

  let isOn = true;
  const stopListening = device.onChange(() => {
    const shouldBeOn = device.condition.power === 'on';
    if (shouldBeOn === isOn) return;
    isOn = shouldBeOn;
    if (!isOn) server.close();
    // Nobody else is expected on this port in between; if there is one, the printer stays out of reach.
    else void listen(port).catch(() => {});
  });
  return {
    port,
    connections: () => sockets.size,
    close: async () => {
      stopListening();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

// Epson UB-E02 reference: three connections at most, one prints, the others wait; a silent one is closed.
const connectionsMax = 3;
const silentMs = 5 * 60_000;

function serve(device: PrinterDevice, socket: Socket): void {
  const ports: SessionPorts = {
    send: (bytes) => void (socket.writable && socket.write(bytes)),
    onReady: (ready) => void (ready ? socket.resume() : socket.pause()),
    onDone: () => socket.end(),
    onLost: () => socket.resetAndDestroy(),
  };
  const session = device.connect(ports);
  socket.setNoDelay(true);
  socket.setTimeout(silentMs, () => socket.destroy());
  socket.on('data', (bytes) => session.receive(bytes));
  socket.on('end', () => session.end());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => session.drop());
}
