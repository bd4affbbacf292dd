import { pngOf } from '../render/index.ts';
import type { ConditionChange } from '../device/index.ts';
import { deviceRig } from './device-rig.ts';

/** Sends a stream to a printer in packets of any size while things happen to it, and draws what came of it. */
export async function survive(stream: Uint8Array, random: () => number): Promise<void> {
  const script = scripts[Math.floor(random() * scripts.length)] ?? 'none';
  const { clock, device, host, connect } = deviceRig({ script, bufferBytes: random() < 0.3 ? 16 : 4_096 });
  const happening = troubles[Math.floor(random() * troubles.length)] ?? {};
  const isTroubled = random() < 0.4;
  if (isTroubled)
    device.plan({
      after: Math.floor(random() * stream.length),
      of: random() < 0.5 ? 'printed' : 'received',
      becomes: happening,
    });
  for (let at = 0; at < stream.length;) {
    const packet = 1 + Math.floor(random() * 32);
    host.session.receive(stream.subarray(at, at + packet));
    at += packet;
  }
  await clock.run(1_000);
  if (isTroubled) {
    device.change({ power: 'on', cable: 'in', paper: 'ok', cover: 'closed', fault: 'none', hang: false, mute: false });
    const next = connect();
    host.session.end();
    // What a host does to a printer that it finds in the middle of something.
    next.session.receive(new Uint8Array(1_024));
    next.session.receive(Uint8Array.of(0x1b, 0x40, 0x41, 0x0a));
    await clock.run(1_000);
  }
  if (random() < 0.02) for (const slip of device.slips()) pngOf(slip);
}

const scripts = ['none', 'gb18030', 'big5', 'shift-jis', 'ksc5601'] as const;

const troubles: readonly ConditionChange[] = [
  { paper: 'out' },
  { cover: 'open' },
  { fault: 'cutter' },
  { power: 'off' },
  { cable: 'out' },
  { hang: true },
  { mute: true },
  { bytesPerSecond: 50_000 },
];
