import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sandbox's own RSA key, made in `dataFolder` when there is none; its public half is written to `publicKeyPath`. */
export function openOwnKey(dataFolder: string, publicKeyPath: string): KeyObject {
  const path = join(dataFolder, 'sandbox.key.pem');
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    // Renamed into place, so that half a key is never found.
    const draft = `${path}.new`;
    writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    renameSync(draft, path);
  }
  const key = createPrivateKey(readFileSync(path));
  writeFileSync(publicKeyPath, createPublicKey(key).export({ type: 'spki', format: 'pem' }));
  return key;
}

/** The client's public key, read when first needed: the client may make it after us. Null until it can be read. */
export function clientKeyReader(path: string): () => KeyObject | null {
  let key: KeyObject | null = null;
  return () => (key ??= readPublicKey(path));
}

function readPublicKey(path: string): KeyObject | null {
  try {
    const text = readFileSync(path, 'utf8');
    // Alipay+'s developer centre takes keys without the lines around them, so clients have them so.
    const bare = { key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' } as const;
    const key = createPublicKey(text.includes('-----BEGIN') ? text : bare);
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}
