import { gaussian, type Random } from './seeded.ts';

/** Light that falls on the sensor, row by row: 0 is none, 1 is as much as it can tell. */
export type Light = { values: Float32Array; width: number; height: number };

/** Out of focus: a Gaussian, deviation in pixels. */
export function blurred(light: Light, deviation: number): Light {
  if (deviation < 0.2) return light;
  const { width, height } = light;
  const kernel = kernelOf(deviation);
  const reach = (kernel.length - 1) / 2;
  const across = new Float32Array(light.values.length);
  for (let offset = -reach; offset <= reach; offset += 1) {
    const share = kernel[offset + reach] ?? 0;
    for (let y = 0; y < height; y += 1) {
      const row = y * width;
      for (let x = 0; x < width; x += 1) {
        const from = Math.min(width - 1, Math.max(0, x + offset));
        across[row + x] = (across[row + x] ?? 0) + share * (light.values[row + from] ?? 0);
      }
    }
  }
  const values = new Float32Array(across.length);
  for (let y = 0; y < height; y += 1) {
    for (let offset = -reach; offset <= reach; offset += 1) {
      const share = kernel[offset + reach] ?? 0;
      const from = Math.min(height - 1, Math.max(0, y + offset)) * width;
      for (let x = 0; x < width; x += 1) {
        values[y * width + x] = (values[y * width + x] ?? 0) + share * (across[from + x] ?? 0);
      }
    }
  }
  return { values, width, height };
}

function kernelOf(deviation: number): number[] {
  const reach = Math.ceil(deviation * 2.6);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * deviation * deviation)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The hand moved while the shutter was open: `length` in pixels, `degrees` from level. */
export function shaken(light: Light, length: number, degrees: number): Light {
  if (length < 1) return light;
  const { width, height } = light;
  const steps = Math.ceil(length) + 1;
  const [right, down] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const values = new Float32Array(light.values.length);
  for (let step = 0; step < steps; step += 1) {
    const at = (step / (steps - 1) - 0.5) * length;
    const [offsetX, offsetY] = [Math.round(at * right), Math.round(at * down)];
    for (let y = 0; y < height; y += 1) {
      const from = Math.min(height - 1, Math.max(0, y + offsetY)) * width;
      for (let x = 0; x < width; x += 1) {
        const column = Math.min(width - 1, Math.max(0, x + offsetX));
        values[y * width + x] = (values[y * width + x] ?? 0) + (light.values[from + column] ?? 0) / steps;
      }
    }
  }
  return { values, width, height };
}

/** Exposed `gain` times too long: what is too bright is lost, and shines onto what is beside it. */
export function overExposed(light: Light, gain: number): Light {
  if (gain <= 1) return light;
  const { width, height } = light;
  const glow = blurred({ values: light.values.map((value) => Math.max(0, value * gain - 1)), width, height }, 3);
  return { values: light.values.map((value, at) => value * gain + (glow.values[at] ?? 0) * 0.5), width, height };
}

/** As the sensor gives it: 0 to 255, with the usual curve of 2.2, and grain with this deviation. */
export function developed(light: Light, grain: number, random: Random): Uint8ClampedArray {
  const greys = new Uint8ClampedArray(light.values.length);
  for (let at = 0; at < greys.length; at += 1) {
    const grey = 255 * Math.min(1, light.values[at] ?? 0) ** (1 / 2.2);
    greys[at] = grey + gaussian(random) * grain;
  }
  return greys;
}
