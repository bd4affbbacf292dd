import { useEffect, useRef, type ReactNode } from 'react';

/** A screen's heading. It takes the focus when it comes, so that the screen is announced; give it a key to come anew. */
export function Heading({
  long = false,
  className,
  children,
}: {
  long?: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className} data-long={long || undefined}>
      {children}
    </h1>
  );
}
