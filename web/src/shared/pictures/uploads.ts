import { useCallback, useEffect, useRef, useState } from "react";
import type { PictureKept } from "@/protocol/generated";
import { upload } from "@/shared/api";
import { refusedBefore, TooMany } from "./rules";

/** A file on its way, or refused and still shown with the reason. */
export interface Waiting {
  key: number;
  file: File;
  /** From 0 to 1. */
  progress: number;
  error: unknown;
}

/** Told when a file has become a picture. */
export interface Arrived {
  /** What stands in the list now. */
  ids: string[];
  file: File;
  /** Whether it is new in the list. */
  isNew: boolean;
}

export interface Uploads {
  waiting: Waiting[];
  add(files: Iterable<File>): void;
  again(item: Waiting): void;
  drop(item: Waiting): void;
}

/** Sends files one after the other, so that they arrive in the order in which they were chosen. */
export function useUploads(value: string[], max: number, arrived: (it: Arrived) => void): Uploads {
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const state = useRef({ ids: value, arrived, keys: 0, line: Promise.resolve() });
  const under = useRef(new Map<number, AbortController>());
  useEffect(() => {
    state.current.ids = value;
    state.current.arrived = arrived;
  });
  useEffect(() => {
    const running = under.current;
    return () => {
      for (const it of running.values()) it.abort();
      running.clear();
    };
  }, []);

  const change = useCallback((key: number, change: Partial<Waiting>) => {
    setWaiting((all) => all.map((it) => (it.key === key ? { ...it, ...change } : it)));
  }, []);
  const leave = useCallback((key: number) => {
    under.current.get(key)?.abort();
    under.current.delete(key);
    setWaiting((all) => all.filter((it) => it.key !== key));
  }, []);

  const send = useCallback(
    async ({ key, file }: Waiting) => {
      const abort = under.current.get(key);
      if (!abort || abort.signal.aborted) return;
      try {
        const kept = await upload<PictureKept>("/pictures", file, {
          progress: (progress) => change(key, { progress }),
          signal: abort.signal,
        });
        const now = state.current;
        const isNew = !now.ids.includes(kept.picture);
        if (isNew) now.ids = [...now.ids, kept.picture];
        now.arrived({ ids: now.ids, file, isNew });
        leave(key);
      } catch (error) {
        under.current.delete(key);
        if (!abort.signal.aborted) change(key, { error });
      }
    },
    [change, leave],
  );

  const begin = useCallback(
    (item: Waiting) => {
      under.current.set(item.key, new AbortController());
      state.current.line = state.current.line.then(() => send(item));
    },
    [send],
  );

  const add = useCallback(
    (files: Iterable<File>) => {
      const fresh: Waiting[] = [];
      let room = max - state.current.ids.length - under.current.size;
      for (const file of files) {
        let error: unknown = refusedBefore(file);
        if (error === null && room <= 0) error = new TooMany(max);
        const item = { key: state.current.keys++, file, progress: 0, error };
        fresh.push(item);
        if (error === null) {
          room -= 1;
          begin(item);
        }
      }
      setWaiting((all) => [...all, ...fresh]);
    },
    [max, begin],
  );
  const again = useCallback(
    (item: Waiting) => {
      change(item.key, { error: null, progress: 0 });
      begin(item);
    },
    [change, begin],
  );
  return { waiting, add, again, drop: (item) => leave(item.key) };
}
