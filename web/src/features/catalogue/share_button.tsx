import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconShare } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Copies the address of the page; a browser that forbids it shows the address to be copied by hand. */
export function ShareButton() {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 2_000 });
  const address = window.location.origin + window.location.pathname;
  const share = () => {
    if (navigator.clipboard) clipboard.copy(address);
    else window.prompt(t("product.copyByHand"), address);
  };
  return (
    <Button
      variant="default"
      leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconShare size={16} />}
      onClick={share}
    >
      {clipboard.copied ? t("product.copied") : t("product.share")}
    </Button>
  );
}
