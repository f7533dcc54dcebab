import { useCallback, useState } from "react";
import { Refused } from "@/protocol/codes";
import { type CommandName, type Input, isKept, type Output } from "@/protocol/commands";
import { useShown } from "../shown";
import { useRealtime, useWaiting } from "./realtime";

interface Command<N extends CommandName> {
  /** Sends; resolves with the answer, or null after a refusal, which is then in `error`. */
  run(input: Input<N>): Promise<Output<N> | null>;
  busy: boolean;
  error: unknown;
  clear(): void;
}

/** One command as a button or a form needs it: running, refused, done. */
export function useCommand<N extends CommandName>(name: N): Command<N> {
  const client = useRealtime();
  const [running, setRunning] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const shown = useShown();
  const run = useCallback(
    async (input: Input<N>) => {
      setRunning((count) => count + 1);
      setError(null);
      try {
        return await client.command(name, input);
      } catch (reason) {
        setError(reason);
        if (!shown.current && reason instanceof Refused && isKept(name)) {
          client.queue.refusedLate.emit({ name, refusal: reason.refusal });
        }
        return null;
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [client, name, shown],
  );
  const clear = useCallback(() => setError(null), []);
  return { run, busy: running > 0, error, clear };
}

/** The commands about this appointment that wait for their answer, in this tab or another. */
export function useWaitingFor(appointment: string): string | null {
  const found = useWaiting().find(
    (kept) =>
      isKept(kept.name) && (kept.input as { appointment?: string }).appointment === appointment,
  );
  return found?.name ?? null;
}
