import { type RefObject, useEffect, useRef } from "react";

/** Whether the component is still on the page: what was begun there may end when it is not. */
export function useShown(): RefObject<boolean> {
  const shown = useRef(false);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return shown;
}
