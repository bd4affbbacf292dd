import styles from './ShowCodeArt.module.css';

/** A phone that shows its code, between the corners of a scanner's view. Words stand beside it. */
export function ShowCodeArt() {
  return (
    <svg className={styles.art} viewBox="0 0 160 120" aria-hidden="true">
      <path d="M4 30V12a8 8 0 0 1 8-8h18M130 4h18a8 8 0 0 1 8 8v18M156 90v18a8 8 0 0 1-8 8h-18M30 116H12a8 8 0 0 1-8-8V90" />
      <rect x="54" y="16" width="52" height="88" rx="9" />
      <path d="M68 40v24M76 40v24M84 40v24M92 40v24M68 78h24" />
    </svg>
  );
}
