/** Made by vite.config.ts: the addresses of the script and the styles of `later/`. */
declare module 'virtual:later' {
  export const script: string;
  export const style: string;
}
