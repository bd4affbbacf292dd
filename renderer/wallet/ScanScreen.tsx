import { useId, useState, type ClipboardEvent } from 'react';

import { Icon } from '../look/index.ts';
import { Camera } from './Camera.tsx';
import { readCode } from './code-reader.ts';
import type { ScanFailure } from './sandbox-client.ts';
import styles from './ScanScreen.module.css';
import { useWords } from './words.ts';

type Props = {
  /** Opens the order that the code is for; null when the phone asks about it now. */
  onScan: (code: string) => Promise<ScanFailure | null>;
};

/** Takes a shop's code: by the camera, from a picture, or as the text that it says. */
export function ScanScreen({ onScan }: Props) {
  const { say } = useWords();
  const [text, setText] = useState('');
  const [filming, setFilming] = useState(false);
  const [problem, setProblem] = useState<ScanFailure | 'no-code' | 'no-camera' | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();

  async function open(code: string): Promise<void> {
    setFilming(false);
    setProblem(null);
    setBusy(true);
    setProblem(await onScan(code));
    setBusy(false);
  }

  async function look(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    setProblem(null);
    setBusy(true);
    const code = await readCode(file);
    setBusy(false);
    if (code === null) setProblem('no-code');
    else await open(code);
  }

  function paste(event: ClipboardEvent): void {
    const picture = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'));
    if (picture === undefined) return;
    event.preventDefault();
    void look(picture);
  }

  return (
    <form
      className={styles.scan}
      aria-busy={busy}
      onPaste={paste}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !busy) void open(text);
      }}
    >
      <p>{say('scan.about')}</p>
      {filming && (
        <Camera
          onText={(code) => void open(code)}
          onFail={() => {
            setFilming(false);
            setProblem('no-camera');
          }}
        />
      )}
      <div className={styles.ways}>
        <button type="button" onClick={() => setFilming(!filming)}>
          <Icon name="scan" />
          {say(filming ? 'scan.cameraOff' : 'scan.camera')}
        </button>
        <label>
          <input
            type="file"
            accept="image/*"
            onChange={({ target }) => {
              void look(target.files?.[0]);
              // The same picture may be chosen again.
              target.value = '';
            }}
          />
          {say('scan.picture')}
        </label>
      </div>
      <div className={styles.text}>
        <label htmlFor={id}>{say('scan.text')}</label>
        <input
          id={id}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={say('scan.example')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit">{say('scan.open')}</button>
      </div>
      <p className={styles.problem} role="alert">
        {problem !== null && say(`scan.problem.${problem}`)}
      </p>
    </form>
  );
}
