import type { Luma } from './decoding/index.ts';
import { frameMemory, lumaOfColours, lumaOfPlanes } from './frame-luma.ts';

/** Takes the brightness out of frames and pictures, in the worker. What it returns holds until the next one. */
export class FramePixels {
  readonly #memory = frameMemory();
  #canvas: OffscreenCanvasRenderingContext2D | null = null;

  async ofFrame(frame: VideoFrame): Promise<Luma | null> {
    const planes = await lumaOfPlanes(frame, this.#memory);
    return planes ?? this.#drawn(frame, frame.displayWidth, frame.displayHeight);
  }

  ofPicture(picture: ImageBitmap): Luma | null {
    return this.#drawn(picture, picture.width, picture.height);
  }

  #drawn(source: CanvasImageSource, width: number, height: number): Luma | null {
    this.#canvas ??= new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (this.#canvas === null || width === 0 || height === 0) return null;
    const { canvas } = this.#canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#canvas.drawImage(source, 0, 0);
    return lumaOfColours(this.#canvas.getImageData(0, 0, width, height).data, width, height, this.#memory);
  }
}
