import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import type { CameraState } from '../../../scan/camera/camera-state.ts';
import { regionOf } from '../../../scan/camera/decoding/region.ts';
import { Icon } from '../../shared.ts';
import { camera } from './camera-here.ts';
import styles from './CameraSight.module.css';

/** What the camera sees, with the part that is looked at drawn into it. A code that was read stops the picture. */
export function CameraSight({ state }: { state: CameraState }) {
  const { view, using, opening, facesPerson } = state;
  return (
    <div className={styles.sight}>
      {using === null ? (
        <span className={styles.none}>
          <Icon name={view.at === 'trouble' ? 'attention' : 'camera'} size="large" />
        </span>
      ) : (
        <Picture key={opening} isStill={view.at === 'read'} isMirrored={facesPerson} />
      )}
      {view.at === 'read' && (
        <span className={styles.read}>
          <Icon name="tick" size="large" />
        </span>
      )}
    </div>
  );
}

type Size = { width: number; height: number };

/** Of one opening of a camera. What it shows is said in words beside it. */
function Picture({ isStill, isMirrored }: { isStill: boolean; isMirrored: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  const [size, setSize] = useState<Size | null>(null);

  useLayoutEffect(() => {
    if (video.current !== null) video.current.srcObject = camera.stream();
  }, []);
  useEffect(() => {
    if (isStill) video.current?.pause();
    else void video.current?.play().catch(() => undefined); // it was closed in between
  }, [isStill]);

  return (
    <>
      <video
        ref={video}
        className={styles.video}
        data-mirrored={isMirrored || undefined}
        data-still={isStill || undefined}
        muted
        playsInline
        aria-hidden="true"
        tabIndex={-1}
        onLoadedMetadata={({ currentTarget }) => setSize(sizeOf(currentTarget))}
        onResize={({ currentTarget }) => setSize(sizeOf(currentTarget))}
      />
      {size !== null && <ReadArea {...size} />}
    </>
  );
}

function sizeOf({ videoWidth, videoHeight }: HTMLVideoElement): Size | null {
  return videoWidth > 0 && videoHeight > 0 ? { width: videoWidth, height: videoHeight } : null;
}

/** Drawn in the picture's own pixels: it fits into the same place in the same way. */
function ReadArea({ width, height }: Size) {
  const area = regionOf(width, height);
  const [left, top, right, bottom] = [area.x, area.y, area.x + area.width, area.y + area.height];
  const arm = height / 10;
  return (
    <svg className={styles.area} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className={styles.outside} d={`M0 0H${width}V${height}H0ZM${left} ${top}V${bottom}H${right}V${top}Z`} />
      <path
        className={styles.corners}
        d={
          `M${left} ${top + arm}V${top}H${left + arm}M${right - arm} ${top}H${right}V${top + arm}` +
          `M${right} ${bottom - arm}V${bottom}H${right - arm}M${left + arm} ${bottom}H${left}V${bottom - arm}`
        }
      />
    </svg>
  );
}
