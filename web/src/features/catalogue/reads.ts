import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Exhibitor, HomepageView, ProductPage } from "@/protocol";
import { get, query } from "@/shared/api";

/** One exhibitor with its salespeople. */
export function useStand(id: string) {
  return useQuery({
    queryKey: ["exhibitor", id],
    queryFn: () => get<Exhibitor>(`/exhibitors/${id}`),
  });
}

/** What an exhibitor says of itself. */
export function useHomepage(exhibitor: string) {
  return useQuery({
    queryKey: ["homepage", exhibitor],
    queryFn: () => get<HomepageView>(`/exhibitors/${exhibitor}/homepage`),
  });
}

/** The products of one stand, or of an edition, perhaps of one category. */
export type Shelved = { exhibitor: string } | { edition: string | undefined; category?: string };

/** Products page by page, what stands first before the others. */
export function useProducts(of: Shelved) {
  return useInfiniteQuery({
    queryKey: ["products", of],
    queryFn: ({ pageParam }) => get<ProductPage>(`/products${query({ ...of, cursor: pageParam })}`),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}
