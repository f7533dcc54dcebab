import { QueryClient } from "@tanstack/react-query";
import { Refused } from "@/protocol/codes";

/** Lists grow old only by facts: nothing is read again because of time or focus. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      retry: (count, error) => !(error instanceof Refused) && count < 2,
    },
  },
});
