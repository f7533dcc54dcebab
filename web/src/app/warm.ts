import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useIsLive } from "@/shared/live/realtime";
import { loadMenus } from "./menu_button";

/**
 * Loads the other pages once the first one stands and nothing is to be done: they open at once, and
 * they open while the server is away or has been renewed.
 */
export function useWarmPages(): void {
  const router = useRouter();
  const live = useIsLive();
  useEffect(() => {
    if (!live || savesData()) return;
    const load = async () => {
      for (const route of Object.values(router.routesById)) await router.loadRouteChunk(route);
      await loadMenus();
    };
    // What cannot be loaded now is loaded when it is asked for.
    const start = () => void load().catch(() => {});
    if (typeof requestIdleCallback === "undefined") {
      const timer = setTimeout(start, 1_000);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(start);
    return () => cancelIdleCallback(idle);
  }, [router, live]);
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
