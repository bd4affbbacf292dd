import { useEffect, useEffectEvent, useRef } from 'react';

import { readCode } from './code-reader.ts';
import styles from './ScanScreen.module.css';
import { useWords } from './words.ts';

const lookEveryMs = 200;

type Props = { onText: (text: string) => void; onFail: () => void };

/** What the machine's camera sees, until a code was read in it; it is off as soon as this is away. */
export function Camera({ onText, onFail }: Props) {
  const { say } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const tell = useEffectEvent((text: string | null) => (text === null ? onFail() : onText(text)));

  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const look = async (): Promise<void> => {
      const text = video.current === null ? null : await readCode(video.current);
      if (ended) return;
      if (text === null) timer = setTimeout(() => void look(), lookEveryMs);
      else tell(text);
    };
    const start = async (): Promise<void> => {
      const opened = await openCamera();
      if (ended) stop(opened);
      else if (opened === null || video.current === null) tell(null);
      else {
        stream = opened;
        video.current.srcObject = opened;
        void look();
      }
    };
    void start();
    return () => {
      ended = true;
      clearTimeout(timer);
      stop(stream);
    };
  }, []);

  return <video ref={video} className={styles.camera} aria-label={say('scan.cameraView')} muted autoPlay playsInline />;
}

/** Null where there is none, or where it may not be used. */
async function openCamera(): Promise<MediaStream | null> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  } catch {
    return null;
  }
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
