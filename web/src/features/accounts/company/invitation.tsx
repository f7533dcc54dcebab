import { Badge, Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Invitation } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { RefusalNote } from "@/shared/ui/states";
import { useDateText } from "@/shared/ui/times";

/** Somebody who was asked to join and has not come yet; the link can be taken back until then. */
export function OpenInvitation({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const dateText = useDateText();
  const queries = useQueryClient();
  const withdraw = useCommand("staff.withdraw");
  const { id, name, email, admin, expires_at } = invitation;
  const takeBack = async () => {
    await withdraw.run({ invitation: id });
    // Refused: it was used or withdrawn meanwhile, and the list says which.
    void queries.invalidateQueries({ queryKey: ["members"] });
  };
  return (
    <div data-testid="invitation">
      <Group gap="sm">
        <Text>{name}</Text>
        <Text c="dimmed">{email}</Text>
        {admin && <Badge>{t("company.admin")}</Badge>}
        <Text size="sm" c="dimmed">
          {t("company.expires", { day: dateText(expires_at) })}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("company.withdrawFor", { name })}
          loading={withdraw.busy}
          onClick={() => void takeBack()}
        >
          {t("company.withdraw")}
        </Button>
      </Group>
      <RefusalNote error={withdraw.error} />
    </div>
  );
}
