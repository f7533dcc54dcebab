import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { organisesAlone, useMe } from "@/shared/live/session";
import { Page } from "@/shared/ui/page";
import { Keys } from "./keys";

/** The keys of an organiser who belongs to no company. */
export function OperatorKeys() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t("operatorKeys.title")} width={1080}>
      {organisesAlone(me) ? (
        <Keys />
      ) : (
        <Alert color="gray" icon={<IconLock size={18} />} data-testid="no-right">
          {t("operatorKeys.notOrganiser")}
        </Alert>
      )}
    </Page>
  );
}
