/** How one maker's scanners are brought into HID POS mode, and where that is written. */
export type SetUpCode = {
  maker: string;
  /** What the mode is called in the maker's guides. */
  mode: string;
  /** What the set-up barcode says, where a source prints it; null: none was found, it is to be looked for in the guide. */
  code: string | null;
  source: string;
};

/**
 * Named, and not drawn: these barcodes carry a control code (FNC3) whose place no source says, and a wrong one changes
 * something else in a scanner.
 */
export const setUpCodes: readonly SetUpCode[] = [
  {
    maker: 'Honeywell, Metrologic',
    mode: 'USB HID',
    code: 'PAP131',
    source: 'Voyager 1200g, Hyperion 1300g, Xenon 1900 User’s Guides, terminal ID 131',
  },
  {
    maker: 'Zebra, Symbol',
    mode: 'HID POS',
    code: null,
    source: 'Microsoft, Supported Point of Service peripherals (DS2208, DS2278, DS8108, DS8178), 2023',
  },
  {
    maker: 'Newland',
    mode: 'HID-POS',
    code: null,
    source: 'FM420, EM2027, HR200, HR52 User Guides',
  },
  {
    maker: 'Code',
    mode: 'HID POS',
    code: null,
    source: 'Interface Control Document D014465, 2016',
  },
];
