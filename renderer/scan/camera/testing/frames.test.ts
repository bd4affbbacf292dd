import { describe, expect, it } from 'vitest';

import { counterFrame, worstBarsFrame } from './drawn-frames.ts';
import { renderFrame, type Frame } from './frames.ts';

const small = { width: 320, height: 240, barsWidth: 180 } as const;

function meanGrey({ data }: Frame): number {
  return data.reduce((sum, grey) => sum + grey, 0) / data.length;
}

describe('a drawn frame', () => {
  it('has the same pixels for the same spec, and others for another seed', () => {
    const spec = { ...counterFrame(3, { width: 320, height: 240 }) };
    expect(renderFrame(spec)).toEqual(renderFrame(spec));
    expect(renderFrame({ ...spec, seed: 4 }).data).not.toEqual(renderFrame(spec).data);
  });

  it('shows a code of its seed, of as many digits as are asked for, or any text', () => {
    expect(renderFrame({ ...small, length: 24 }).text).toMatch(/^(2[5-9]|30)\d{22}$/);
    expect(renderFrame({ ...small, layout: 'qr', text: 'https://example.com' }).text).toBe('https://example.com');
  });

  it('has dark pixels where its bars begin, and light ones beside them', () => {
    const { data, width, bars } = renderFrame({ ...small, layout: 'bars', noise: 0 });
    const [corner] = bars ?? [];
    const [x, y] = [corner?.x ?? 0, (corner?.y ?? 0) + 10];
    expect(data[y * width + x + 1]).toBeLessThan(100);
    expect(data[y * width + x - 5]).toBeGreaterThan(180);
  });

  it('says nothing of codes that it does not show', () => {
    expect(renderFrame({ ...small, layout: 'qr' })).toMatchObject({ bars: null });
    expect(renderFrame({ ...small, layout: 'bars' })).toMatchObject({ qr: null });
    expect(renderFrame({ ...small, away: true })).toMatchObject({ bars: null, qr: null });
  });

  it('is darker in dark mode, with less light, and without a phone', () => {
    const day = meanGrey(renderFrame(small));
    expect(meanGrey(renderFrame({ ...small, darkMode: true }))).toBeLessThan(day * 0.6);
    expect(meanGrey(renderFrame({ ...small, brightness: 0.1 }))).toBeLessThan(day * 0.6);
    expect(meanGrey(renderFrame({ ...small, away: true }))).toBeLessThan(day);
  });

  it('has other grain in the next frame of the same scene, and the same code', () => {
    const [first, next] = [renderFrame(worstBarsFrame(5)), renderFrame(worstBarsFrame(5, 1))];
    expect(next.text).toBe(first.text);
    expect([next.width, next.height]).toEqual([first.width, first.height]);
    expect(next.data).not.toEqual(first.data);
  });

  it('refuses a text that is too long for bars', () => {
    expect(() => renderFrame({ ...small, text: 'x'.repeat(100) })).toThrow('too long');
  });
});
