import { useCallback, useEffect, useRef, useState } from "react";
import type { Edition, Millis } from "@/protocol";
import { sendLeaving } from "@/shared/api";
import { useCommand } from "@/shared/live/command";
import { useRealtime } from "@/shared/live/realtime";
import { useFair } from "@/shared/live/time";

interface Hold {
  start: Millis;
  until: Millis;
}

/**
 * Under policy `hold` choosing a period claims it for a short while; leaving the form gives it
 * back. Under the other policies nothing is claimed.
 */
export function useHold(edition: Edition, grid: string) {
  const client = useRealtime();
  const command = useCommand("slot.hold");
  const { run } = command;
  const [hold, setHold] = useState<Hold | null>(null);
  const fair = useFair(1_000);
  const held = useRef(false);
  const active = edition.rules.policy === "hold";

  const take = useCallback(
    async (start: Millis): Promise<boolean> => {
      if (!active) return true;
      const answer = await run({ grid, start });
      if (!answer) return false;
      held.current = true;
      setHold({ start, until: answer.until });
      return true;
    },
    [active, grid, run],
  );

  /** The request takes the claim over: there is nothing left to give back. */
  const handOver = useCallback(() => {
    held.current = false;
  }, []);

  useEffect(() => {
    const closing = () => {
      if (held.current) sendLeaving("slot.release", client.commandId(), {});
      held.current = false;
    };
    window.addEventListener("pagehide", closing);
    return () => {
      window.removeEventListener("pagehide", closing);
      if (held.current) client.command("slot.release", {}).catch(() => {});
      held.current = false;
    };
  }, [client]);

  const left = hold ? Math.max(0, hold.until - fair) : null;
  return {
    start: hold && left !== 0 ? hold.start : null,
    left,
    ended: hold !== null && left === 0,
    error: command.error,
    busy: command.busy,
    take,
    handOver,
    forget: () => setHold(null),
    clear: command.clear,
  };
}
