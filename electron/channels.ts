/** What a page and the main process say to each other. Everything is JSON text of the till's link, as on a WebSocket. */
export const channels = {
  /** Page → main: it is there and wants to be told what is. */
  hello: 'counterpay:hello',
  /** Page → main → host: one command frame. */
  command: 'counterpay:command',
  /** Host → main → page: one host frame. */
  frame: 'counterpay:frame',
} as const;
