import { camerasOf, type Camera } from './camera-list.ts';
import type { CameraTrouble } from './camera-state.ts';

/** What is asked of a camera: more pixels help bars only, and cost time (DECODING 6). */
const wish = { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } as const;

/** A camera that is running. */
export type OpenedTrack = {
  readonly camera: Camera;
  readonly stream: MediaStream;
  readonly video: MediaStreamTrack;
  /** It has a light. */
  readonly torch: boolean;
  readonly facesPerson: boolean;
  onEnded(ended: () => void): void;
  /** Whether its light did what it was told. */
  light(on: boolean): Promise<boolean>;
  /** Its own lamp goes off. */
  stop(): void;
};

type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;

/** Opens a camera, or the one that suits best when none is named. Never rejects. */
export async function openTrack(
  devices: Devices,
  camera: Camera | null,
): Promise<{ kind: 'opened'; track: OpenedTrack } | { kind: 'not-opened'; why: CameraTrouble }> {
  const which = camera === null ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: camera.id } };
  try {
    const stream = await devices.getUserMedia({ video: { ...wish, ...which }, audio: false });
    const [video] = stream.getVideoTracks();
    if (video === undefined) return { kind: 'not-opened', why: 'no-picture' };
    const there = camerasOf(await devices.enumerateDevices().catch(() => []));
    return { kind: 'opened', track: running(stream, video, there) };
  } catch (error) {
    return { kind: 'not-opened', why: troubleOf(error) };
  }
}

function running(stream: MediaStream, video: MediaStreamTrack, there: readonly Camera[]): OpenedTrack {
  const { deviceId = '', groupId = '', facingMode } = video.getSettings();
  return {
    camera: there.find(({ id }) => id === deviceId) ?? { id: deviceId, group: groupId, label: video.label },
    stream,
    video,
    torch: hasTorch(video),
    facesPerson: facingMode === 'user',
    onEnded: (ended) => video.addEventListener('ended', ended),
    async light(on) {
      // Image capture's `torch` is not among the DOM's types.
      const constraints = { advanced: [{ torch: on }] } as unknown as MediaTrackConstraints;
      return await video.applyConstraints(constraints).then(
        () => true,
        () => false,
      );
    },
    stop() {
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

function hasTorch(video: MediaStreamTrack): boolean {
  const able: object = video.getCapabilities();
  const torch: unknown = 'torch' in able ? able.torch : false;
  // Chromium says true or false, the specification a list of both.
  return torch === true || (Array.isArray(torch) && torch.includes(true));
}

/** Media Capture and Streams, getUserMedia: what it rejects with. */
function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError': // the camera that was named went in between
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    default:
      return 'no-picture';
  }
}
