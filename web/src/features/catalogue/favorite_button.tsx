import { Button } from "@mantine/core";
import { IconHeart, IconHeartFilled } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Favorites } from "@/protocol";
import { get, query } from "@/shared/api";
import { useErrorText } from "@/shared/errors";
import { useCommand } from "@/shared/live/command";

/** What the reader marked for later in an edition. */
export function useFavorites(edition: string | undefined) {
  return useQuery({
    queryKey: ["favorites", edition],
    queryFn: () => get<Favorites>(`/favorites${query({ edition })}`),
    enabled: edition !== undefined,
  });
}

type Marked = { exhibitor: string } | { product: string };

function isIn(of: Marked, all: Favorites): boolean {
  return "exhibitor" in of
    ? all.exhibitors.some((it) => it.id === of.exhibitor)
    : all.products.some((it) => it.id === of.product);
}

/** Marks something for later, or takes the mark away. */
export function FavoriteButton({ of, edition }: { of: Marked; edition: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const favorites = useFavorites(edition);
  const set = useCommand("favorite.set");
  const marked = favorites.data ? isIn(of, favorites.data) : false;
  const toggle = async () => {
    await set.run({ ...of, on: !marked });
    await queries.invalidateQueries({ queryKey: ["favorites", edition] });
  };
  return (
    <Button
      variant="default"
      aria-pressed={marked}
      loading={set.busy}
      disabled={!favorites.data}
      leftSection={marked ? <IconHeartFilled size={16} /> : <IconHeart size={16} />}
      title={set.error ? errorText(set.error) : undefined}
      onClick={() => void toggle()}
    >
      {marked ? t("favorites.marked") : t("favorites.mark")}
    </Button>
  );
}
