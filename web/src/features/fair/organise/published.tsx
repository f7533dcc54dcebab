import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Affected, Edition } from "@/protocol";
import { get } from "@/shared/api";

/** No fact tells how far a job is, because the whole fair would hear it: one person asks while he looks. */
const LOOK_MS = 2_000;

/** How far the consequences are: who is still to be told. */
export function useLeft(edition: Edition) {
  return useQuery({
    queryKey: ["affected", edition.id, edition.revision],
    queryFn: () => get<Affected>(`/editions/${edition.id}/affected`),
    gcTime: 0,
    // A new revision is asked about anew, and the form stays meanwhile with what was typed.
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data && state.data.accepted + state.data.pending > 0 ? LOOK_MS : false,
  });
}

/** The change is in force; its consequences are being told. */
export function Published(props: { left: Affected | undefined; onMore(): void }) {
  const { t } = useTranslation();
  return (
    <Stack data-testid="published">
      <Alert color="teal">{t("organise.published")}</Alert>
      <Left left={props.left} />
      <Group>
        <Button variant="default" onClick={props.onMore}>
          {t("organise.toForm")}
        </Button>
      </Group>
    </Stack>
  );
}

/** How many appointments are still to be called off. */
export function Left({ left }: { left: Affected | undefined }) {
  const { t } = useTranslation();
  if (!left) return null;
  const count = left.accepted + left.pending;
  return (
    <Group gap="xs" role="status" data-testid="left" data-count={count}>
      {count > 0 && <Loader size="xs" />}
      <Text>{count > 0 ? t("organise.left", { count }) : t("organise.done")}</Text>
    </Group>
  );
}
