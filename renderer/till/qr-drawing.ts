import { create } from 'qrcode';

/** ISO/IEC 18004: four modules of white all around. */
const quiet = 4;
/** A quarter of damage, for a screen that is dirty or glares; less only for a text that is too long for that. */
const levels = ['Q', 'M', 'L'] as const;

/** The address of a picture of a text's QR code, black on nothing, with its quiet zone; null when the text is too long for any. */
export function qrOf(text: string): string | null {
  for (const errorCorrectionLevel of levels) {
    const modules = modulesOf(text, errorCorrectionLevel);
    if (modules !== null) return addressOf(modules);
  }
  return null;
}

type Modules = ReturnType<typeof create>['modules'];

/** The library throws for a text that does not fit. */
function modulesOf(text: string, errorCorrectionLevel: (typeof levels)[number]): Modules | null {
  try {
    return create(text, { errorCorrectionLevel }).modules;
  } catch {
    return null;
  }
}

function addressOf(modules: Modules): string {
  const side = String(modules.size + 2 * quiet);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}" ` +
    `shape-rendering="crispEdges"><path d="${pathOf(modules)}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Dark modules, one rectangle for each run of them in a row. */
function pathOf(modules: Modules): string {
  const { size } = modules;
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0, run = 0; x <= size; x++) {
      if (x < size && modules.get(y, x)) run++;
      else if (run > 0) {
        path += `M${String(x - run + quiet)} ${String(y + quiet)}h${String(run)}v1h-${String(run)}z`;
        run = 0;
      }
    }
  }
  return path;
}
