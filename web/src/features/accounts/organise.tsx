import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { organisesAlone, useMe } from "@/shared/live/session";
import { Page } from "@/shared/ui/page";
import { Keys } from "./keys";

/** What an organiser manages who belongs to no company: his own keys. */
export function Organise() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t("organise.title")} width={1080}>
      {organisesAlone(me) ? (
        <Keys />
      ) : (
        <Alert color="gray" icon={<IconLock size={18} />} data-testid="no-right">
          {t("organise.notOrganiser")}
        </Alert>
      )}
    </Page>
  );
}
