import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { Align, Cut, Drawer, Image, InMemory, Printer, Style } from 'escpos-buffer';
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { PNG } from 'pngjs';

export const linkOnReceipt = 'https://shop.example/r/20261122-0001';
export const numberOnReceipt = 'R-2026-0001';

/** A small picture that looks different from each side. */
export const picture = { width: 64, height: 32, isBlack: (x: number, y: number): boolean => x < 8 || y < 4 || x === y };

/** A receipt as @point-of-sale/receipt-printer-encoder writes it. */
export function pointOfSaleReceipt(): Uint8Array {
  const encoder = new ReceiptPrinterEncoder({ columns: 48, codepageCandidates: ['cp437', 'cp858', 'windows1252'] });
  const { width, height } = picture;
  const columns = [
    { width: 30, align: 'left' as const },
    { width: 18, align: 'right' as const },
  ];
  const rows = [
    ['Flat white', '3,50'],
    ['Brötchen', '2,80'],
  ];
  encoder.initialize().align('center').bold(true).size(2, 2).line('Café Zürich').size(1, 1).bold(false).align('left');
  encoder.table(columns, rows).underline(true).line('underlined').underline(false);
  encoder.invert(true).line('white on black').invert(false);
  encoder.image({ data: pixels(), width, height }, width, height, 'threshold');
  encoder.barcode(numberOnReceipt, 'code128', { height: 60, width: 2, text: true });
  encoder.qrcode(linkOnReceipt, { model: 2, size: 5, errorlevel: 'm' });
  return encoder.pulse().cut().encode();
}

/** The same by node-thermal-printer. Its kick for the drawer lacks its times, so it stands last. */
export async function thermalPrinterReceipt(): Promise<Uint8Array> {
  const printer = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1',
    characterSet: CharacterSet.PC858_EURO,
    removeSpecialCharacters: false,
    width: 48,
  });
  printer.alignCenter();
  printer.bold(true);
  printer.setTextSize(1, 1);
  printer.println('Café Zürich');
  printer.setTextNormal();
  printer.bold(false);
  printer.alignLeft();
  printer.leftRight('Flat white', '3,50 €');
  printer.leftRight('Brötchen', '2,80 €');
  printer.underline(true);
  printer.println('underlined');
  printer.underline(false);
  printer.invert(true);
  printer.println('white on black');
  printer.invert(false);
  await printer.printImageBuffer(png());
  printer.code128(numberOnReceipt, { height: 60, text: 2, width: 'SMALL' });
  printer.newLine(); // a QR code is read only with white around it
  printer.printQR(linkOnReceipt, { cellSize: 5, correction: 'M', model: 2 });
  printer.cut();
  printer.openCashDrawer();
  return printer.getBuffer();
}

/** The same by escpos-buffer, which has no bar codes. */
export async function escposBufferReceipt(): Promise<Uint8Array> {
  const memory = new InMemory();
  const printer = await Printer.CONNECT('TM-T20', memory);
  await printer.setCodepage('cp850');
  await printer.writeln('Café Zürich', Style.Bold | Style.DoubleWidth | Style.DoubleHeight, Align.Center);
  await printer.writeln('Flat white 3,50');
  await printer.writeln('Brötchen 2,80');
  await printer.writeln('underlined', Style.Underline);
  await printer.draw(new Image({ ...picture, data: Buffer.from(pixels()) }));
  await printer.qrcode(linkOnReceipt, 5);
  await printer.drawer(Drawer.First);
  await printer.feed(5);
  await printer.cutter(Cut.Full);
  return memory.buffer();
}

/** Red, green, blue and opacity of each dot. */
function pixels(): Uint8ClampedArray {
  const { width, height, isBlack } = picture;
  const data = new Uint8ClampedArray(4 * width * height).fill(0xff);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) if (isBlack(x, y)) data.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
  return data;
}

function png(): Buffer {
  const image = new PNG({ width: picture.width, height: picture.height });
  image.data.set(pixels());
  return PNG.sync.write(image);
}
