import chineseFont from '@fontsource-variable/noto-sans-sc/wght.css?url';

/** For machines without fonts of their own for Chinese and Japanese: cut into slices that load as they are needed. */
export function loadFonts(): void {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = chineseFont;
  document.head.append(link);
}
